"""What templates cost on variants of one paragraph, and whether they are found.

Usage: template_cost.py PROGRAM COUNT

Writes COUNT variants of a paragraph of some 500 letters, a document each: every one with values of its
own and a few edits (words exchanged, clauses left out, words put in), from a fixed seed. Prints the
processor time and the memory of `index` and `templates`, for COUNT and for half of it. Fails if
`templates` takes more than 2 ms or 52 KB a variant (10,000 in 20 s and 512 MiB), if twice the variants
cost more than two and a half times as much, or if nine in ten variants are not in one template with
most of the slots.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

MOST_SECONDS, MOST_BYTES = 0.002, 512 * 2**20 / 10000
FIXED_BYTES = 64 * 2**20   # of a program that does little
PLACES = "临江 安丘 广汉 桐乡 武安 平阳 长兴 宜城 沅江 松滋 麻城 当阳 寿光 曲阜 安宁 景洪 永康 海城".split()
WORDS = [("推动", "推进"), ("加强", "强化"), ("重要", "关键"), ("提升", "提高"), ("全面", "全方位"),
         ("建设", "打造"), ("加快", "加速"), ("深入", "扎实"), ("确保", "保证"), ("必须", "务必")]
PUT_IN = ["总的来看，", "从目前情况看，", "毫无疑问，", "应当说，"]
TEXT = (
    "{place}市在{year}年政府工作会议上指出，过去一年全市经济运行总体平稳，地区生产总值达到{number}亿元，同比增长"
    "{percent}%，一般公共预算收入完成{number}亿元，规模以上工业企业达到{number}家，城镇新增就业{number}万人，"
    "居民人均可支配收入增长{percent}%，各项重要指标好于预期，全面完成年初确定的目标任务。会议强调，要深入推动产业转型升级，"
    "加快建设现代化产业体系，重点支持{place}、{place}两个园区做大做强，力争到{year}年园区总产值突破{number}亿元，"
    "形成具有区域影响力的产业集群。要加强基础设施建设，提升城市承载能力，改造老旧小区{number}个，新建改建农村公路"
    "{number}公里，新增停车泊位{number}个，让群众出行更加便捷。要全面保障和改善民生，确保财政支出向教育、医疗、养老倾斜，"
    "新建学校{number}所，新增学位{number}个，必须把群众的急难愁盼放在心上。要加强生态环境保护，空气质量优良天数比例达到"
    "{percent}%以上，完成造林{number}万亩，推动{place}河流域综合治理取得重要进展。会议要求，各部门必须提升执行力，"
    "加快项目落地见效，对{number}个重点项目实行清单管理，每月调度，每季通报，确保各项工作落到实处，以实际行动迎接新的挑战。")


def variant(chance):
    text = TEXT
    for word, other in WORDS:
        if chance.random() < 0.1:
            text = text.replace(word, other, 1)
    clauses = text.split("，")
    kept = [c for c in clauses[1:-1] if chance.random() >= 0.03]
    if chance.random() < 0.3:
        kept.insert(chance.randrange(len(kept)), chance.choice(PUT_IN)[:-1])
    text = "，".join([clauses[0], *kept, clauses[-1]])
    while "{" in text:
        begin, end = text.index("{"), text.index("}") + 1
        kind = text[begin + 1:end - 1]
        value = {"place": lambda: chance.choice(PLACES), "year": lambda: str(chance.randint(1990, 2029)),
                 "number": lambda: str(chance.randint(2, 9999)),
                 "percent": lambda: f"{chance.randint(1, 99)}.{chance.randint(0, 9)}"}[kind]()
        text = text[:begin] + value + text[end:]
    return text


def run(program, folder, *arguments):
    """Output, seconds of processor time and bytes of memory."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.dup2(write, 1)
        os.close(read)
        os.execve(program, [program, *arguments], {**os.environ, "LEITONG_DB": str(folder / "t.db")})
    os.close(write)
    with open(read, "rb") as stream:
        out = stream.read()
    _, status, used = os.wait4(child, 0)
    if status != 0:
        sys.exit(f"{' '.join(arguments)}: status {status}")
    return out, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024


def measure(program, count):
    chance = random.Random(1)
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        lines = [json.dumps({"id": f"v{i}", "text": variant(chance)}, ensure_ascii=False) for i in range(count)]
        (folder / "variants.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
        _, index_seconds, index_bytes = run(program, folder, "index", "-q", str(folder / "variants.jsonl"))
        out, seconds, memory = run(program, folder, "templates", "--json")
    made = [r for r in map(json.loads, out.splitlines()) if r["type"] == "template"]
    largest = max(made, key=lambda r: len(r["members"]))
    print(f"{count} variants: index {index_seconds:.2f} s {index_bytes / 2**20:.0f} MiB, templates {seconds:.2f} s "
          f"{memory / 2**20:.0f} MiB; {len(made)} templates, the largest {len(largest['members'])} members, "
          f"{len(largest['slots'])} slots")
    return seconds, memory, largest


def main():
    program, count = sys.argv[1], int(sys.argv[2])
    half, _, _ = measure(program, count // 2)
    seconds, memory, largest = measure(program, count)
    failures = []
    if seconds > MOST_SECONDS * count:
        failures.append(f"more than {MOST_SECONDS * 1000:.0f} ms a variant")
    if memory > FIXED_BYTES + MOST_BYTES * count:
        failures.append("too much memory")
    if seconds > 2.5 * half + 0.2:
        failures.append("not linear")
    slots = sum(1 for s in largest["slots"] if s["kind"] in ("place", "year", "number", "percent", "quantity"))
    if len(largest["members"]) < 0.9 * count or slots < 0.8 * TEXT.count("{"):
        failures.append(f"not one template of {TEXT.count('{')} slots")
    sys.exit("; ".join(failures) or 0)


if __name__ == "__main__":
    main()
