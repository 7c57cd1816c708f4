"""Fills the masks of a seed speech at random, edits the copies, and looks whether the masks come back.

Usage: fill_blanks.py PROGRAM SOURCE_DIR [SEED]    (SEED: other draws than those of the test)

Prints a line for each number of copies, share of clauses left out and share of words exchanged:
recall and precision of slots (a found span that meets a planted one), and the share of planted spans
that are found to the byte. A planted span counts where at least two copies have it with different
fillers; spans of other kinds than text, optional and choice count as found. Exits with 77 where the
open sets are not there.
"""

import csv
import itertools
import json
import os
import random
import re
import subprocess
import sys
import tempfile
from pathlib import Path

SKIPPED = 77
DOCUMENT = "001_c16298974d168fd3.txt"
PLACES = "临江 安丘 广汉 桐乡 武安 平阳 长兴 宜城 沅江 松滋 麻城 当阳 寿光 曲阜 安宁 景洪 永康 海城".split()
WORDS = [("推动", "推进"), ("推进", "推动"), ("加强", "强化"), ("重要", "关键"), ("提升", "提高"),
         ("坚持", "秉持"), ("全面", "全方位"), ("建设", "打造"), ("加快", "加速"), ("优势", "长处"),
         ("发展", "进步"), ("深入", "扎实"), ("确保", "保证"), ("必须", "务必"), ("问题", "难题")]
# copies, clauses left out, words exchanged: least recall, precision, exact
CELLS = {(k, d, s): (.99, .99 if d == s == 0 else .95, .97 if d == s == 0 else .93 if s <= .3 and d <= .05 else .85)
         for k, d, s in itertools.product((2, 3, 5), (0, .05, .15), (0, .3, .5))}


def masked_paragraphs(shared):
    """The masked copy as (text, [(begin, end, kind)]) a paragraph, in code points."""
    lines = (shared / "corpora/seeds" / DOCUMENT).read_text(encoding="utf-8").split("\n")
    texts = [line for line in lines if line.strip()]
    spans = {}
    with open(shared / "truth/seeds/slots.tsv", encoding="utf-8") as rows:
        for row in list(csv.reader(rows, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]:
            spans.setdefault(int(row[5]), []).append((int(row[6]), int(row[7]), row[9]))
    for number in range(127, 157):
        text, joined = texts[number - 1], []
        for begin, end, kind in sorted(spans.get(number, [])):
            if joined and joined[-1][1] + 1 == begin and text[joined[-1][1]] == ".":
                joined[-1] = (joined[-1][0], end, kind)   # **.x is one number
            else:
                joined.append((begin, end, kind))
        yield text, joined


def filler(kind, mask, chance):
    if kind == "place":
        return chance.choice(PLACES)
    if kind == "year":
        return str(chance.randint(1990, 2029))
    if kind in ("number", "percent") and "." in mask:
        return f"{chance.randint(1, 99)}.{chance.randint(1, 9)}"
    if kind == "cn-number":
        return chance.choice("二三四五六七八九")
    if kind in ("number", "percent"):
        return str(chance.randint(2, 10 ** max(2, len(mask)) - 1))
    return chance.choice(PLACES)


def copy_of(text, spans, chance, dropped, exchanged):
    """A copy's paragraph and {number of the span: (begin, end, filler)} in code points."""
    pieces, at = [], 0   # (text, number of its span or None)
    for number, (begin, end, kind) in enumerate(spans):
        pieces += [(text[at:begin], None), (filler(kind, text[begin:end], chance), number)]
        at = end
    pieces.append((text[at:], None))
    clauses, clause = [], []
    for piece, number in pieces:
        parts = [piece] if number is not None else re.split(r"(?<=[,，。；;])", piece)
        for part in parts:
            clause.append((part, number))
            if number is None and part[-1:] in (",", "，", "。", "；", ";"):
                clauses.append(clause)
                clause = []
    clauses.append(clause)
    kept = [c for i, c in enumerate(clauses) if i in (0, len(clauses) - 1) or chance.random() >= dropped]
    out, found = "", {}
    for piece, number in itertools.chain(*kept):
        if number is None:
            for word, other in WORDS:
                if word in piece and chance.random() < exchanged / 3:
                    piece = piece.replace(word, other, 1)
        else:
            found[number] = (len(out), len(out) + len(piece), piece)
        out += piece
    return out, found


def measure(program, shared, cell, seed, folder):
    copies, dropped, exchanged = cell
    chance = random.Random(f"{cell}{seed}")
    planted, documents = {}, [[] for _ in range(copies)]
    for number, (text, spans) in enumerate(masked_paragraphs(shared), 1):
        made = [copy_of(text, spans, chance, dropped, exchanged) for _ in range(copies)]
        for copy, (own, found) in enumerate(made):
            documents[copy].append(own)
            for span, (begin, end, value) in found.items():
                others = {f[span][2] for _, f in made if span in f}
                if len(others) > 1:
                    planted[copy, number, len(own[:begin].encode()), len(own[:end].encode())] = value
    names = []
    for copy, paragraphs in enumerate(documents):
        (folder / f"{copy}.txt").write_text("\n".join(paragraphs) + "\n", encoding="utf-8")
    environment = {**os.environ, "LEITONG_DB": str(folder / "t.db")}
    subprocess.run([program, "index", "-q", "--paragraphs", "line", str(folder), "--root", "c"],
                   check=True, env=environment)
    out = subprocess.run([program, "templates", "--json"], check=True, env=environment,
                         stdout=subprocess.PIPE).stdout
    found, starts = set(), {}
    for copy, paragraphs in enumerate(documents):
        at = 0
        for number, text in enumerate(paragraphs, 1):
            starts[copy, number] = at
            at += len(text.encode()) + 1
    for record in map(json.loads, out.splitlines()):
        if record["type"] != "template":
            continue
        kinds = {s["n"]: s["kind"] for s in record["slots"]}
        for member in record["members"]:
            copy, number = int(member["document"].split("/")[1].split(".")[0]), member["paragraph"]
            for slot in member["slots"]:
                if slot["end"] > slot["begin"] and kinds[slot["n"]] not in ("text", "optional", "choice"):
                    begin = starts[copy, number]
                    found.add((copy, number, slot["begin"] - begin, slot["end"] - begin))
    def meets(one, others):
        return any(o[:2] == one[:2] and o[2] < one[3] and one[2] < o[3] for o in others)
    by_place = {}
    for span in list(found) + list(planted):
        by_place.setdefault(span[:2], []).append(span)
    recall = sum(meets(p, [f for f in by_place[p[:2]] if f in found]) for p in planted) / len(planted)
    precision = sum(meets(f, [p for p in by_place[f[:2]] if p in planted]) for f in found) / max(1, len(found))
    exact = len(found & planted.keys()) / len(planted)
    return recall, precision, exact


def main():
    program, source, *seed = sys.argv[1:]
    shared = Path(os.environ.get("LEITONG_SHARED", Path(source).parent / "shared"))
    if not (shared / "truth" / "seeds" / "slots.tsv").is_file():
        print(f"SKIPPED: the open sets are not at {shared}; put them there or name them with LEITONG_SHARED")
        sys.exit(SKIPPED)
    failures = 0
    for cell, wanted in CELLS.items():
        with tempfile.TemporaryDirectory() as folder:
            figures = measure(program, shared, cell, "".join(seed), Path(folder))
        holds = all(f >= w for f, w in zip(figures, wanted))
        failures += not holds
        print(f"{'ok  ' if holds else 'FAIL'} {cell[0]} copies, {cell[1]:.0%} left out, {cell[2]:.0%} exchanged: "
              "recall {:.3f}, precision {:.3f}, exact {:.3f}".format(*figures))
    sys.exit(f"{failures} of {len(CELLS)} do not hold" if failures else 0)


if __name__ == "__main__":
    main()
