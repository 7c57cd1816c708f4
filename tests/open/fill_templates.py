"""Fills templates with what they were made from, through the command line, and compares the bytes.

Usage: fill_templates.py PROGRAM SOURCE_DIR CORPUS    (CORPUS: data, seeds, licences, zh-cn-laws)

Indexes the corpus, writes `templates --json` and `templates --format csv`, and gives each template
(of zh-cn-laws: the 500 of most members) with its table to `template fill`. Every text that comes out
must be the stretch of its document, byte for byte; of block templates, the paragraphs of the stretch.
Exits with 77 where the corpus is not there.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

SKIPPED = 77
MOST = 500
CODECS = {"UTF-8": "utf-8", "UTF-8-BOM": "utf-8-sig", "UTF-16LE": "utf-16", "UTF-16BE": "utf-16",
          "GB18030": "gb18030", "Big5": "big5hkscs", "windows-1252": "cp1252"}


def run(*command, may_skip=False):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    if done.returncode not in ((0, 3) if may_skip else (0,)):
        sys.exit(f"{' '.join(map(str, command))[:200]}: status {done.returncode}\n"
                 f"{done.stderr.decode(errors='replace')}")
    return done.stdout


def tables_of(listing):
    """The tables of a CSV listing as they stand, by the id in the first cell of their first row."""
    tables, rows, row = {}, [], b""
    for line in listing.split(b"\r\n"):
        row += line
        if row.count(b'"') % 2 == 1:
            row += b"\r\n"
            continue
        if row:
            rows.append(row)
        elif rows:
            tables[rows[1].split(b",")[0].decode()] = b"\r\n".join(rows) + b"\r\n"
            rows = []
        row = b""
    return tables


class Documents:
    def __init__(self, program, db, corpus):
        self.corpus = corpus
        lines = run(program, "--db", db, "documents", "--json").splitlines()
        self.encodings = {r["document"]: r["encoding"] for r in map(json.loads, lines)
                          if r["type"] == "document"}
        self.texts = {}

    def text(self, name):
        if name not in self.texts:
            path, _, record = name.split("/", 1)[1].partition("#")
            data = (self.corpus / path).read_bytes()
            text = data.decode(CODECS[self.encodings[name]], errors="replace")
            if record:
                records = map(json.loads, filter(None, text.splitlines()))
                text = next(r["text"] for r in records if str(r.get("id")) == record)
            self.texts[name] = text.encode()
        return self.texts[name]


def main():
    program, source, corpus_name = sys.argv[1:]
    shared = Path(os.environ.get("LEITONG_SHARED", Path(source).parent / "shared"))
    corpus = {"data": Path(source) / "data", "seeds": shared / "corpora/seeds"}.get(
        corpus_name, shared / "corpora" / corpus_name / "docs")
    if not corpus.is_dir():
        print(f"SKIPPED: {corpus_name} is not at {corpus}")
        sys.exit(SKIPPED)
    with tempfile.TemporaryDirectory() as folder:
        sys.exit(check(program, corpus, Path(folder)))


def check(program, corpus, folder):
    db = str(folder / "fill.db")
    run(program, "--db", db, "index", str(corpus), "--quiet", may_skip=True)  # tables without texts
    listing = run(program, "--db", db, "templates", "--json").splitlines()
    tables = tables_of(run(program, "--db", db, "templates", "--format", "csv"))
    documents = Documents(program, db, corpus)
    records = {r["id"]: (r, line) for r, line in ((json.loads(line), line) for line in listing)
               if "id" in r}
    assert len(records) == sum("id" in json.loads(line) for line in listing), "two records of one id"
    kinds = {"template": [0, 0, 0], "block-template": [0, 0, 0]}  # templates, texts, wrong
    for identity, (record, line) in records.items():
        counts = kinds.get(record["type"])
        if counts is None or counts[0] == MOST:
            continue
        parts = [line] + [records[t][1] for t in record.get("templates", [])]
        (folder / "t.json").write_bytes(b"\n".join(parts))
        (folder / "values.csv").write_bytes(tables[identity])
        out = run(program, "template", "fill", str(folder / "t.json"), str(folder / "values.csv"),
                  "--template", identity, "--json")
        texts = [json.loads(filled)["text"].encode() for filled in out.splitlines()]
        assert len(texts) == len(record["members"]), (identity, len(texts))
        counts[0] += 1
        for member, text in zip(record["members"], texts):
            document = documents.text(member["document"])
            if record["type"] == "template":
                wanted = document[member["begin"]:member["end"]]
            else:
                wanted = stretch(documents, records, record, member)
            counts[1] += 1
            counts[2] += text != wanted
            if text != wanted and counts[2] < 4:
                print(f"{identity} {member['document']}:\n  {wanted.decode()}\n  {text.decode()}")
    for kind, (templates, texts, wrong) in kinds.items():
        print(f"{kind}: {templates}, texts: {texts}, wrong: {wrong}")
    if kinds["template"][1] == 0:
        return "no template was filled"
    return 1 if sum(counts[2] for counts in kinds.values()) else 0


def stretch(documents, records, block, member):
    """The paragraphs of a member of a block: those of templates from the document, the rest as the
    block has them, which must stand in the document with no letter between them all."""
    document, lines = documents.text(member["document"]), []
    written = dict(member.get("texts", []))
    for number, step in enumerate(block["steps"]):
        if "template" in step:
            place = next(m for m in records[step["template"]][0]["members"]
                         if m["document"] == member["document"]
                         and m["paragraph"] == member["first_paragraph"] + number)
            lines.append(document[place["begin"]:place["end"]])
        else:
            lines.append(written.get(number, step["text"]).encode())
    chain = r"\W*".join(re.escape(line.decode()) for line in lines)
    assert re.search(chain, document.decode()), (member, block["id"])
    return b"\n".join(lines)


if __name__ == "__main__":
    main()
