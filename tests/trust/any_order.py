"""Whether the same documents give the same store, however they came.

Usage: any_order.py PROGRAM SOURCE_DIR DOCUMENTS

Files made in another order, --threads 1, 2, 4, one run or many, lists shuffled, indexed again with
nothing changed: `export` gives the same bytes.
"""

import os
import random
from pathlib import Path

import trust


def main():
    program, source, count = trust.arguments("DOCUMENTS")
    failures = trust.Failures()
    rng = random.Random(11)
    with trust.scratch() as folder:
        folder = Path(folder)
        trust.write_documents(folder / "in", trust.make_documents(source, int(count), seed=1))
        # Equal copies of documents, in the way of the paragraphs' first places.
        for number in range(0, int(count), 9):
            (folder / "in" / f"copy{number:04d}.txt").write_bytes(
                (folder / "in" / f"d{number:04d}.txt").read_bytes())
        names = sorted(path.name for path in (folder / "in").iterdir())

        def store(name):
            return trust.Store(program, folder / f"{name}.db")

        once = store("once")
        once.run("index", folder / "in", "--threads", 1)
        wanted = once.export()
        print(f"{len(names)} documents, {len(wanted)} bytes of export")
        clusters = [r for r in once.run("clusters", "--json").records("cluster")]
        failures.expect("the corpus has reuse to disagree about", len(clusters) > int(count) // 4,
                        len(clusters))

        def compare(what, other):
            failures.expect(what, other.export() == wanted)
            failures.expect(f"{what}: sound", other.problems() == "", other.problems())
            other.remove_files()

        for threads in (2, 4):
            other = store(f"threads{threads}")
            other.run("index", folder / "in", "--threads", threads)
            compare(f"--threads {threads}", other)

        # Lists give files in another order; --root makes the names the same.
        listed = []
        for number in range(3):
            shuffled = names[:]
            rng.shuffle(shuffled)
            (folder / "list").write_text("".join(f"in/{name}\n" for name in shuffled))
            other = store(f"list{number}")
            other.run("index", "--files-from", "list", "--root", "in", "--threads", number + 1,
                      cwd=folder)
            listed.append(other.export())
        failures.expect("shuffled lists", len(set(listed)) == 1)

        # One run a portion: the folder fills up in random order.
        (folder / "grow" / "in").mkdir(parents=True)
        waiting = names[:]
        rng.shuffle(waiting)
        other = store("many")
        runs = 0
        while waiting:
            portion = rng.randint(1, max(2, len(names) // 5))
            for name in waiting[:portion]:
                os.link(folder / "in" / name, folder / "grow" / "in" / name)
            del waiting[:portion]
            other.run("index", folder / "grow" / "in", "--threads", rng.choice((1, 2, 4)))
            runs += 1
        other.run("index")
        compare(f"{runs} runs", other)

        # Made in another order on disk (what readdir gives differs).
        (folder / "made" / "in").mkdir(parents=True)
        rng.shuffle(names)
        for name in names:
            (folder / "made" / "in" / name).write_bytes((folder / "in" / name).read_bytes())
        other = store("made")
        other.run("index", folder / "made" / "in")
        compare("made in another order", other)
    failures.leave("any order")


if __name__ == "__main__":
    main()
