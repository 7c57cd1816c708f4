"""Whether leitong says of the samples in data/ what data/truth/ says.

Usage: truth.py PROGRAM SOURCE_DIR
"""

import csv
import json
import subprocess
import sys
import tempfile
from pathlib import Path

CORPUS = ("speeches", "regulations", "notices_en", "licences_en", "records.jsonl")
CLAIMS = ("identical", "variant", "near")


def table(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


class Checker:
    def __init__(self, program, data, db):
        self.program, self.data, self.db = program, data, db
        self.failures = 0

    def run(self, *arguments, statuses=(0,)):
        done = subprocess.run([self.program, "--db", self.db, *arguments], cwd=self.data,
                              stdout=subprocess.PIPE, check=False)
        if done.returncode not in statuses:
            sys.exit(f"leitong {' '.join(arguments)}: status {done.returncode}")
        return done.stdout

    def records(self, kind, *arguments, statuses=(0,)):
        lines = self.run(*arguments, "--json", statuses=statuses).splitlines()
        return [r for r in map(json.loads, lines) if r["type"] == kind]

    def expect(self, what, wrong, count):
        print(f"{what}: {count - len(wrong)} of {count}")
        for line in wrong[:20]:
            print(f"  {line}")
        self.failures += bool(wrong)


def key(a, b):
    return (a, b) if a <= b else (b, a)


def place(ref):
    return ref["document"], ref["paragraph"]


def check_pairs(checker, truth):
    wanted, quoted = {}, {}
    for row in table(truth / "pairs.tsv"):
        pair = key((row["document_a"], int(row["paragraph_a"])),
                   (row["document_b"], int(row["paragraph_b"])))
        if row["relation"] == "excerpt":
            quoted[pair] = (row["document_a"], int(row["paragraph_a"]))
            continue
        # A name instead of another name is no mask: near where the truth is strict, and variant
        # where it is known for a name.
        wanted[pair] = CLAIMS[1:] if row["note"].startswith("unmasked") else (row["relation"],)
    found = {key(place(p["a"]), place(p["b"])): p for p in checker.records("pair", "pairs")}
    wrong = [f"{pair}: {found[pair]['relation'] if pair in found else 'missing'}, not {relations}"
             for pair, relations in sorted(wanted.items())
             if pair not in found or found[pair]["relation"] not in relations]
    checker.expect("pairs found with their relation", wrong, len(wanted))
    claimed = {pair for pair, p in found.items() if p["relation"] in CLAIMS}
    listed = {member for pair in wanted for member in pair}
    # The truth is complete for what it lists; titles, lead-ins and short lines are not in it.
    extra = [f"{pair}: {found[pair]['relation']}" for pair in sorted(claimed - wanted.keys())
             if pair[0] in listed and pair[1] in listed]
    checker.expect("pairs claimed that are true", extra, len(claimed))
    directed = [f"{pair}: {place(found[pair]['a'])} quotes" for pair, inner in sorted(quoted.items())
                if pair in found and found[pair]["relation"] == "excerpt"
                and place(found[pair]["a"]) != inner]
    checker.expect("excerpts in their direction", directed, len(quoted))
    missing = [pair for pair in quoted if pair not in found or found[pair]["relation"] != "excerpt"]
    print(f"excerpts found: {len(quoted) - len(missing)} of {len(quoted)}")


def check_clusters(checker, truth):
    wanted = {}
    for row in table(truth / "clusters.tsv"):
        wanted.setdefault(row["cluster"], set()).add((row["document"], int(row["paragraph"])))
    found = [{place(m) for m in c["members"]} for c in checker.records("cluster", "clusters")]
    wrong = [name for name, members in wanted.items() if members not in found]
    checker.expect("clusters exact", wrong, len(wanted))


def check_documents(checker, truth):
    found = {d["document"]: d for d in checker.records("document", "documents")}
    rows = table(truth / "encodings.tsv")
    wrong = [f"{row['document']}: {found[row['document']]['encoding']}, not {row['encoding']}"
             for row in rows if found[row["document"]]["encoding"] != row["encoding"]]
    checker.expect("encodings", wrong, len(rows))
    works = {(w["document"], w["work"]): w for w in checker.records("work", "works")}
    rows = table(truth / "works.tsv")
    wrong = []
    for row in rows:
        work = works.get((row["document"], int(row["work"])))
        said = work and (work["title"], work["first_paragraph"], work["last_paragraph"])
        if said != (row["title"], int(row["first_paragraph"]), int(row["last_paragraph"])):
            wrong.append(f"{row['document']} {row['work']}: {said}")
    checker.expect("works", wrong, len(rows))


def check_queries(checker, truth):
    answers = {}
    for row in table(truth / "queries.tsv"):
        answers.setdefault(row["id"], set()).add((row["document"], row["paragraph"]))
    hits = {}
    for hit in checker.records("hit", "query", "--batch", "queries.jsonl", statuses=(0,)):
        document, paragraph = place(hit["ref"])
        hits.setdefault(hit["query"], []).append((document, str(paragraph)))
    wrong = []
    for name, right in sorted(answers.items()):
        first = hits.get(name, [("-", "-")])[0]
        if first not in right:
            wrong.append(f"{name}: {first}")
    checker.expect("queries answered first", wrong, len(answers))


def check_stock(checker, truth):
    """Each phrase that three independent speeches have, and none that only copies share."""
    rows = table(truth / "stock.tsv")
    found = {"".join(c for c in r["text"] if c.isalnum()): r["works"]
             for r in checker.records("stock", "stock", "--document", "speeches")}
    wrong = [row["phrase"] for row in rows if int(row["independent_speeches"]) >= 3
             and not any(row["phrase"] in text and works >= 3 for text, works in found.items())]
    wrong += [row["phrase"] for row in rows if found.get(row["phrase"], 0)
              > int(row["independent_speeches"])]
    checker.expect("stock phrases", wrong, len(rows))


def main():
    program, source = sys.argv[1:]
    data = Path(source) / "data"
    with tempfile.TemporaryDirectory() as folder:
        checker = Checker(str(Path(program).resolve()), data, str(Path(folder) / "data.db"))
        checker.run("index", "--quiet", *CORPUS)
        for check in (check_documents, check_pairs, check_clusters, check_queries, check_stock):
            check(checker, data / "truth")
        checker.run("verify")
    sys.exit(1 if checker.failures else 0)


if __name__ == "__main__":
    main()
