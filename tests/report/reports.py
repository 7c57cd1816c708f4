"""What must hold of reports and nights, seen from outside.

Usage: reports.py PROGRAM SOURCE_DIR CHECK

samples   report.json of data/ fits its schema; every link of every page leads somewhere; all that
          the pages show stands in report.json; two runs, 1 and 4 threads, give the same bytes
nights    three nights with documents added, changed and removed between: each says just that
killed    nights killed at 20 random moments: `latest` is whole every time, nothing is told twice
hostile   payloads as texts, titles, names and ids: no raw escape in any output, texts kept letter
          by letter, no formula in CSV
"""

import csv
import html
import html.parser
import io
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import hostile  # noqa: E402

try:
    import jsonschema
except ImportError:
    jsonschema = None

DAY = 86400
EPOCH = 1795392000  # 2026-11-23
MOST_PAGE_BYTES = 2 << 20
SAMPLES = ("speeches", "regulations", "notices_en", "licences_en", "records.jsonl")


class Leitong:
    """The program on a store of its own."""

    def __init__(self, program, folder):
        self.program = str(Path(program).resolve())
        self.folder = Path(folder)
        self.day = 0

    def environment(self):
        return {**os.environ, "LEITONG_DB": str(self.folder / "store.db"), "LC_ALL": "C.UTF-8",
                "SOURCE_DATE_EPOCH": str(EPOCH + self.day * DAY), "COLUMNS": "80"}

    def run(self, *words, status=0):
        done = subprocess.run([self.program, *map(str, words)], env=self.environment(),
                              capture_output=True, check=False)
        if done.returncode != status:
            sys.exit(f"leitong {' '.join(map(str, words))} ended with {done.returncode}, not "
                     f"{status}:\n{done.stderr.decode()}")
        return done.stdout

    def start(self, *words):
        return subprocess.Popen([self.program, *map(str, words)], env=self.environment(),
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def night(self, out, *words, status=0):
        self.day += 1
        return json.loads(self.run("nightly", "--out", out, "--json", *words, status=status))


def expect(holds, what):
    if not holds:
        sys.exit(what)


def report_of(folder):
    return json.loads((Path(folder) / "report.json").read_bytes())


def check_schema(folder):
    if jsonschema is None:
        print("SKIPPED: python3-jsonschema is not installed; report.json is not held to its schema")
        return
    described = json.loads((SOURCE / "docs/formats/report.schema.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(described)
    expect(not validator.is_valid({"format": "leitong-report"}), "the schema allows everything")
    breach = next(validator.iter_errors(report_of(folder)), None)
    expect(breach is None, f"report.json is not as its schema says: {breach}"[:2000])


# --- pages

class Page(html.parser.HTMLParser):
    """Links, ids and texts of a page, and what may not be on it."""

    def __init__(self, path):
        super().__init__(convert_charrefs=False)
        self.links, self.ids, self.texts = [], [], []
        self.open = None
        self.bad = []
        self.feed(Path(path).read_bytes().decode())

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        if tag in ("script", "img", "link", "iframe", "object", "embed", "base", "form"):
            self.bad.append(f"an element {tag}")
        self.bad += [f"an attribute {name}" for name in values
                     if name.startswith("on") or name in ("src", "srcset", "formaction")]
        self.links += [values["href"]] if "href" in values else []
        self.ids += [values["id"]] if "id" in values else []
        if tag == "p" and "t" in values.get("class", "").split():
            self.open = tag
            self.texts.append("")

    def handle_endtag(self, tag):
        if tag == self.open:
            self.open = None

    def handle_data(self, data):
        if self.open:
            self.texts[-1] += data

    # html.unescape drops control characters, which a browser keeps.
    def handle_charref(self, name):
        self.handle_data(chr(int(name[1:], 16) if name[0] == "x" else int(name)))

    def handle_entityref(self, name):
        self.handle_data(html.unescape(f"&{name};"))


RAW = re.compile("[\x00-\x08\x0b-\x1f\x7f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def check_pages(folder):
    """Every page of a report; returns how many."""
    folder = Path(folder)
    report = report_of(folder)
    paths = sorted(folder.rglob("*.html"))
    pages = {path.relative_to(folder).as_posix(): Page(path) for path in paths}
    known = {p["text"] for d in report["documents"] for p in d["paragraphs"]}
    shown = set()
    for name, page in pages.items():
        expect(not page.bad, f"{name} has {page.bad}")
        expect(len(set(page.ids)) == len(page.ids), f"{name} has an id twice")
        size = (folder / name).stat().st_size
        expect(size <= MOST_PAGE_BYTES, f"{name} has {size} bytes")
        raw = RAW.search((folder / name).read_bytes().decode())
        expect(not raw, f"{name} has a raw {raw.group()!r}" if raw else "")
        for link in page.links:
            target, _, anchor = link.partition("#")
            target = os.path.normpath(os.path.join(os.path.dirname(name), target)) if target else name
            expect(target in pages, f"{name} links to {link}")
            expect(not anchor or anchor in pages[target].ids, f"{name} links to {link}")
        if name.startswith("document/"):
            shown.update(page.texts)
    expect(shown == known, f"pages show {len(shown - known)} texts that are not in report.json, and "
                           f"lack {len(known - shown)}")
    for cluster in report["clusters"]:
        expect(f"cluster/{cluster['id']}.html" in pages, f"cluster {cluster['id']} has no page")
    return len(pages)


def tree_of(folder):
    return {p.relative_to(folder).as_posix(): p.read_bytes()
            for p in sorted(Path(folder).rglob("*")) if p.is_file()}


def check_parts(folder):
    """Parts of paragraphs that stand in passages: what they say stands at the other side, too."""
    report = report_of(folder)
    texts = {d["document"]: "\n".join(p["text"] for p in d["paragraphs"])
             for d in report["documents"]}
    pages = b"".join(p.read_bytes() for p in sorted((Path(folder) / "document").glob("*.html")))
    count = 0
    for document in report["documents"]:
        for number, paragraph in enumerate(document["paragraphs"], 1):
            end = 0
            raw = paragraph["text"].encode()
            for part in paragraph.get("parts", ()):
                where = f"{document['document']}:{number} {part}"
                expect(end <= part["begin"] < part["end"] <= len(raw), f"out of order: {where}")
                end = part["end"] + 1  # parts that touch are one
                text = raw[part["begin"]:part["end"]].decode()
                shared = sum(text[i:i + 6] in texts[part["document"]] for i in range(len(text)))
                expect(shared > 0, f"stands not there: {where} {text}")
                expect(f"<mark>{text[:4]}".encode() in pages, f"is not marked: {where} {text}")
                count += 1
    expect(count > 0, "no part of a paragraph is marked")


def check_samples(program, source, scratch):
    leitong = Leitong(program, scratch)
    leitong.run("index", *[source / "data" / name for name in SAMPLES])
    for language in ("en", "zh"):
        leitong.run("report", "--out", scratch / language, "--lang", language, "--threads", 1)
        count = check_pages(scratch / language)
    expect(report_of(scratch / "en") == report_of(scratch / "zh"), "report.json depends on --lang")
    check_schema(scratch / "en")
    check_parts(scratch / "en")
    before = tree_of(scratch / "en")
    leitong.run("report", "--out", scratch / "en", "--lang", "en", "--threads", 4)
    expect(tree_of(scratch / "en") == before, "4 threads make another report than 1")
    return f"{count} pages in each language"


# --- nights

ONE = "坚持把项目建设作为经济工作的主抓手，全年实施重点项目203个，完成投资94.7亿元，增长12.5%。"
TWO = "义务教育阶段学校应当均衡编班，不得以任何名义设置重点班和快慢班，违者依照有关规定严肃处理。"
THREE = "县级以上人民政府应当建立健全防汛抗旱指挥体系，落实行政首长负责制，统一调度水库闸坝和电站。"


def counts_of(night):
    return {name: count for name, count in night.items()
            if name.endswith(("_clusters", "_documents")) and count}


def changes_of(out):
    check_schema(out / "latest")
    check_pages(out / "latest")
    return report_of(out / "latest")["changes"]


def check_nights(program, source, scratch):
    leitong = Leitong(program, scratch)
    folder, out = scratch / "texts", scratch / "nights"
    folder.mkdir()
    (folder / "a.txt").write_text(ONE + "\n" + TWO)
    (folder / "b.txt").write_text(ONE)
    leitong.run("index", folder)

    night = leitong.night(out)
    expect(night["since"] is None and counts_of(night) == {}, f"the first night says {night}")
    expect(changes_of(out) is None, "the first night compares with something")

    night = leitong.night(out)
    expect(night["since"]["day"] == "2026-11-24", f"the second night: {night}")
    expect(counts_of(night) == {} and night["new_reuse"] == 0, f"nothing happened: {night}")

    # With a line of its own: a copy of a.txt would be no reuse.
    (folder / "c.txt").write_text(ONE + "\n" + TWO + "\n这一句别处没有，所以它不是谁的副本。")
    night = leitong.night(out, "--fail-on", "new-clusters>0,gone-clusters>0", status=5)
    expect(counts_of(night) == {"new_clusters": 1, "grown_clusters": 1, "added_documents": 1},
           f"a document was added: {night}")
    expect(night["failed_on"] == ["new-clusters>0"], f"{night}")
    changes = changes_of(out)
    expect([c["text"] for c in changes["clusters"]] == [TWO, ONE], f"{changes}")
    expect(changes["documents"] == [{"document": "texts/c.txt", "change": "added"}], f"{changes}")
    expect({r["document"] for r in changes["new_reuse"]} == {"texts/a.txt", "texts/c.txt"},
           f"{changes}")

    (folder / "b.txt").write_text(THREE)
    (folder / "c.txt").unlink()
    (folder / "d.bin").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4)
    (folder / "e.txt").write_bytes(b"")
    night = leitong.night(out, "--fail-on", "new-clusters>0", status=3)
    expect(counts_of(night) == {"gone_clusters": 2, "changed_documents": 1, "removed_documents": 1},
           f"one was changed and one removed: {night}")
    expect(night["skipped"] == 1, f"an empty file is not read: {night}")
    changes = changes_of(out)
    expect([d["change"] for d in changes["documents"]] == ["changed", "removed"], f"{changes}")

    # A night that fails leaves the report of the last one, and says why.
    whole = tree_of(out / "latest")
    store = scratch / "store.db"
    kept = store.read_bytes()
    store.write_bytes(b"no store at all")
    leitong.day += 1
    leitong.run("nightly", "--out", out, status=2)
    expect(tree_of(out / "latest") == whole, "a failed night changed the report")
    expect("store.db" in (out / "failure.txt").read_text(), "nobody says why the night failed")
    store.write_bytes(kept)
    leitong.night(out, "--keep", 2, status=3)
    expect(not (out / "failure.txt").exists(), "the failure is told after a good night")
    expect(len(list((out / "runs").iterdir())) == 2, "--keep 2 keeps other than 2")

    check_two_at_once(leitong, out)
    # Where the folder of reports is new, or of another store, there is nothing to compare with.
    night = leitong.night(scratch / "others", status=3)
    expect(night["since"] is None, f"{night}")
    return "6 nights"


def check_two_at_once(leitong, out):
    import fcntl  # pylint: disable=import-outside-toplevel
    with open(out / "night-lock", "r+b") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        leitong.run("nightly", "--out", out, status=4)


def check_killed(program, source, scratch):
    leitong = Leitong(program, scratch)
    folder, out = scratch / "texts", scratch / "nights"
    shutil.copytree(source / "data/speeches", folder)
    leitong.run("index", folder)
    leitong.night(out)
    started = time.monotonic()
    leitong.night(out)
    length = time.monotonic() - started
    chance = random.Random(20)
    untold = []  # documents that no published night has told of
    killed = 0
    told = (out / "latest").resolve()
    for number in range(20):
        name = f"new{number:02d}.txt"
        (folder / name).write_text(f"{ONE}\n第{number}号文件另有自己的一段话，不与别处相同，编号{number * 7919}。\n")
        untold.append(f"texts/{name}")
        leitong.day += 1
        night = leitong.start("nightly", "--out", out, "--quiet")
        started = time.monotonic()
        try:
            night.wait(chance.uniform(0, length * 1.2))
            length = time.monotonic() - started  # machines slow down and hurry: ask the last whole night
        except subprocess.TimeoutExpired:
            night.send_signal(signal.SIGKILL)
            killed += night.wait() == -signal.SIGKILL
        latest = (out / "latest").resolve()
        json.loads((latest / "night.json").read_bytes())
        changes = report_of(latest)["changes"]
        expect((latest / "index.html").read_bytes().endswith(b"</html>\n"), "a page is not whole")
        if latest != told:
            added = [d["document"] for d in changes["documents"]]
            expect(added == untold, f"a killed night was published: {added}, not {untold}")
            untold, told = [], latest
    (folder / "last.txt").write_text(TWO)
    leitong.night(out)
    added = [d["document"] for d in report_of(out / "latest")["changes"]["documents"]]
    expect(added == sorted([*untold, "texts/last.txt"]), f"{added}, not {untold} and last.txt")
    check_pages(out / "latest")
    parts = [p.name for p in (out / "runs").iterdir() if ".part" in p.name]
    expect(not parts, f"{parts} were left")
    expect(b"sound" in leitong.run("verify"), "the store is damaged")
    expect(killed >= 8, f"only {killed} of 20 nights were killed while they ran")
    return f"{killed} of 20 killed"


# --- hostile texts

def drafts_of(scratch):
    return sorted((scratch / "hostile").glob("*.txt"))[:40]


def check_drafts(leitong, scratch, texts):
    """The page of drafts that are hostile: nothing of them acts, nothing of them is lost."""
    leitong.run("check", "--out", scratch / "check.html", *drafts_of(scratch))
    page = Page(scratch / "check.html")
    expect(not page.bad, f"check.html has {page.bad}")
    expect(set(page.links) == {"#main"}, f"check.html links to {set(page.links)}")
    expect(len(set(page.ids)) == len(page.ids), "check.html has an id twice")
    raw = RAW.search((scratch / "check.html").read_bytes().decode())
    expect(not raw, f"check.html has a raw {raw.group()!r}" if raw else "")
    shown = "\n".join(page.texts)
    plain = [text for text in texts[:40] if text.isprintable()]
    lost = [text for text in plain if text not in shown]
    expect(plain and not lost, f"texts that are not letter by letter in check.html: {lost[:3]}")


def check_hostile(program, _source, scratch):
    leitong = Leitong(program, scratch)
    made = hostile.make(scratch / "hostile")
    index = leitong.run("index", scratch / "hostile", "--text-field", "text")
    report = scratch / "report"
    leitong.run("report", "--out", report)
    count = check_pages(report)
    record = report_of(report)
    names = {d["document"] for d in record["documents"]}
    texts = {p["text"] for d in record["documents"] for p in d["paragraphs"]}
    # A text may be cut into paragraphs at its own line ends, so it is looked for in the whole; and
    # what cannot be seen at the ends of a paragraph is not part of it.
    edge = f"(?:{RAW.pattern}|[\x80-\x9f]|\\s)+"
    invisible = re.compile(f"^{edge}|{edge}$")
    whole = "\n".join(sorted(texts))
    lost = [t for t in made["texts"]
            if any(invisible.sub("", part) not in whole for part in re.split("[\u0085\u2028\u2029\n\r]", t))]
    expect(not lost, f"texts that are not letter by letter in report.json: {lost[:3]}")
    expect(len([n for n in names if "#" in n]) >= 100, "not every record became a document")
    first = record["clusters"][0]["centre"]
    place = f"{first['document']}:{first['paragraph']}"
    check_drafts(leitong, scratch, made["texts"])
    outputs = [index]
    for words in (["check", *drafts_of(scratch)], ["stock", "--min-works", "2"], ["clusters"], ["clusters", "--cluster", record["clusters"][0]["id"]], ["pairs"],
                  ["works"], ["documents"], ["status"], ["query", "--paragraph", place],
                  ["query", made["texts"][80]], ["explain", place, place]):
        outputs.append(leitong.run(*words, "--color", "never"))
        outputs.append(leitong.run(*words, "--json"))
    for output in outputs:
        raw = re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", output.decode())
        expect(not raw, f"a raw {raw.group()!r} on a terminal: {output.decode()[:200]}" if raw else "")
    for output in [index, *outputs[1::2]]:
        raw = RAW.search(output.decode())
        expect(not raw, f"a raw {raw.group()!r} for people" if raw else "")
    cells = 0
    for listing in ("pairs", "clusters", "works", "documents"):
        rows = csv.reader(io.StringIO(leitong.run(listing, "--format", "csv").decode()))
        for cell in (cell for row in rows for cell in row):
            expect(not re.match("[=+@\t\r]|-[^0-9.]", cell), f"a formula in CSV: {cell!r}")
            cells += 1
    return f"{count} pages, {cells} cells"


CHECKS = {"samples": check_samples, "nights": check_nights, "killed": check_killed,
          "hostile": check_hostile}
SOURCE = Path()


def main(program, source, check):
    global SOURCE  # pylint: disable=global-statement
    SOURCE = Path(source).resolve()
    with tempfile.TemporaryDirectory(prefix="leitong_reports_") as scratch:
        print(f"{check}: {CHECKS[check](program, SOURCE, Path(scratch))}")


if __name__ == "__main__":
    main(*sys.argv[1:])
