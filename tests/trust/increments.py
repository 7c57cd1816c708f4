"""Whether a store that changed is the store that would have been made of what is there now.

Usage: increments.py PROGRAM SOURCE_DIR DOCUMENTS

Index A, then B, remove B; an unrelated document; documents that change again and again; what one
changed document in a hundred costs.
"""

import json
import random
import time
from pathlib import Path

import trust


def cluster_lines(export):
    return [line for line in export.splitlines() if b'"type":"cluster"' in line]


def add_and_remove(program, folder, failures):
    """A, then B, then B removed: nothing of B stays."""
    alone, both = (trust.Store(program, folder / name) for name in ("alone.db", "both.db"))
    alone.run("index", folder / "a")
    wanted = alone.export()
    both.run("index", folder / "a")
    both.run("index", folder / "b")
    failures.expect("B says something", both.export() != wanted)
    both.run("remove", "b")
    failures.expect("A, then B, then B removed", both.export() == wanted)
    failures.expect("… sound", both.problems() == "", both.problems())
    # B first: numbers of rows differ, texts that both have were first seen in B.
    other = trust.Store(program, folder / "other.db")
    other.run("index", folder / "b")
    other.run("index", folder / "a")
    other.run("remove", "b")
    failures.expect("B, then A, then B removed", other.export() == wanted)
    # One by one instead of the whole root.
    other.run("index", folder / "b")
    names = sorted(f"b/{path.name}" for path in (folder / "b").iterdir())
    random.Random(5).shuffle(names)
    third = len(names) // 3
    other.run("remove", *names[:third])
    other.run("remove", *names[third:])
    other.run("remove", "b")
    failures.expect("B's documents removed one after another", other.export() == wanted)
    failures.expect("… sound", other.problems() == "", other.problems())


def unrelated(program, folder, failures):
    """A document that shares nothing changes no cluster."""
    store = trust.Store(program, folder / "unrelated.db")
    store.run("index", folder / "a")
    before = cluster_lines(store.export())
    text = "".join(chr(0x6000 + i * 7 % 0x2000) for i in range(4000))
    (folder / "u").mkdir()
    (folder / "u" / "unrelated.txt").write_text(
        "\n".join(text[i:i + 80] for i in range(0, len(text), 80)), encoding="utf-8")
    store.run("index", folder / "u")
    failures.expect("an unrelated document changes no cluster",
                    cluster_lines(store.export()) == before)
    failures.expect("there are clusters", len(before) > 20, len(before))


def changes(program, source, folder, failures):
    """Documents are written anew, edited, emptied, deleted; after each round the store is the one
    made at once of the folder as it is."""
    rng = random.Random(3)
    docs = folder / "c"
    supply = iter(trust.make_documents(source, 200, seed=7))
    trust.write_documents(docs, [next(supply) for _ in range(40)])
    store = trust.Store(program, folder / "changes.db")
    store.run("index", docs)
    for number in range(6):
        paths = sorted(docs.iterdir())
        gone = set()
        for path in rng.sample(paths, 8):
            kind = rng.randrange(4)
            lines = path.read_text(encoding="utf-8").splitlines()
            if kind == 0:
                path.unlink()
                gone.add(path.name)
            elif kind == 1:
                path.write_text(next(supply), encoding="utf-8")
            elif kind == 2:
                rng.shuffle(lines)
                path.write_text("\n".join(lines[:-3]), encoding="utf-8")
            else:
                other = rng.choice(paths)
                if other.exists():
                    lines += other.read_text(encoding="utf-8").splitlines()[:10]
                path.write_text("\n".join(lines), encoding="utf-8")
        (docs / f"new{number}.txt").write_text(next(supply), encoding="utf-8")
        time.sleep(0.02)
        store.run("index", docs, "--prune")
        fresh = trust.Store(program, folder / "fresh.db")
        fresh.run("index", docs)
        failures.expect(f"round {number} of changes", store.export() == fresh.export())
        failures.expect("… sound", store.problems() == "", store.problems())
        fresh.remove_files()

    # A text of its own, then changed: no word of it is left in any answer.
    secret = "量子隐形传态实验首次在零下二百七十度的深井之中取得可重复的结果，参加者十一人。"
    path = docs / "secret.txt"
    path.write_text(secret + "\n" + secret.replace("十一", "十二"), encoding="utf-8")
    store.run("index", docs)
    failures.expect("a new text is found", store.run("query", secret[:20]).status == 0)
    path.write_text("另外一件事情。", encoding="utf-8")
    store.run("index", docs)
    failures.expect("a changed document leaves nothing of its old self",
                    store.run("query", secret[:20], statuses=(0, 1)).status == 1)
    everything = b"".join(store.run(*command.split(), "--json").out for command in
                          ("pairs", "clusters --min-size 1", "works", "documents"))
    failures.expect("… in no listing", "量子".encode() not in everything)


def cost(program, source, folder, count, failures):
    """One document in a hundred changes: cheaper than a full run by far, and only what they touch
    is written again."""
    docs = folder / "cost"
    trust.write_documents(docs, trust.make_documents(source, count, seed=9))
    store = trust.Store(program, folder / "cost.db")
    full = store.run("index", docs).seconds
    nothing = store.run("index", docs).seconds
    for path in sorted(docs.iterdir())[::100]:
        lines = path.read_text(encoding="utf-8").splitlines()
        path.write_text("\n".join(lines[3:] + ["新增一段说明，其余各段照旧。"]), encoding="utf-8")
    before = {r["id"]: r for r in map(json.loads, cluster_lines(store.export()))}
    part = store.run("index", docs).seconds
    after = {r["id"]: r for r in map(json.loads, cluster_lines(store.export()))}
    same = sum(after.get(name) == record for name, record in before.items())
    print(f"{count} documents: full {full:.2f} s, unchanged {nothing:.2f} s, 1 % changed "
          f"{part:.2f} s; {same} of {len(before)} clusters untouched")
    fresh = trust.Store(program, folder / "cost2.db")
    fresh.run("index", docs)
    failures.expect("after 1 % changed", store.export() == fresh.export())
    if not trust.SANITIZED:
        expect_cheap(program, folder, store, docs, failures)
    return store, docs


def expect_cheap(program, folder, store, docs, failures):
    """In turn, and the least of each: machines are shared, and a moment's load is no law's breach."""
    full, part = [], []
    for number in range(5):
        fresh = trust.Store(program, folder / f"cheap{number}.db")
        full.append(fresh.run("index", docs).seconds)
        fresh.remove_files()
        for path in sorted(docs.iterdir())[::100]:
            with path.open("a", encoding="utf-8") as out:
                out.write(f"\n又新增一段说明，这是第{number}次，其余各段照旧。")
        part.append(store.run("index", docs).seconds)
    print(f"in turn: full {min(full):.2f} s, 1 % changed {min(part):.2f} s")
    failures.expect("1 % changed costs less than half of a full run", min(part) < min(full) / 2,
                    f"{min(part):.2f} of {min(full):.2f} s")


def only_what_was_touched(store, docs, failures):
    """Clusters keep their rows (number and bytes) unless an edge leads to them from a change."""
    import sqlite3

    def rows():
        with sqlite3.connect(store.path) as database:
            return dict(database.execute("SELECT id, cluster_key FROM clusters"))

    before = rows()
    path = sorted(docs.iterdir())[7]
    path.write_text(path.read_text(encoding="utf-8") + "再加一段与别处无关的文字，鹅卵石铺成的小路蜿蜒。\n",
                    encoding="utf-8")
    store.run("index", docs)
    after = rows()
    kept = sum(after.get(name) == key for name, key in before.items())
    print(f"one document appended to: {kept} of {len(before)} clusters kept their rows")
    failures.expect("only what was touched is clustered again", kept * 10 >= len(before) * 9,
                    f"{kept} of {len(before)}")


def main():
    program, source, count = trust.arguments("DOCUMENTS")
    failures = trust.Failures()
    with trust.scratch() as name:
        folder = Path(name)
        made = trust.make_documents(source, 90, seed=2)
        # Numbers of documents interleave so that A and B copy from one another.
        trust.write_documents(folder / "a", made[0::2])
        trust.write_documents(folder / "b", made[1::2])
        add_and_remove(program, folder, failures)
        unrelated(program, folder, failures)
        changes(program, source, folder, failures)
        store, docs = cost(program, source, folder, int(count), failures)
        only_what_was_touched(store, docs, failures)
    failures.leave("increments")


if __name__ == "__main__":
    main()
