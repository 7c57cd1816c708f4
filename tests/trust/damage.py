"""Whether a flipped bit is found, and never believed.

Usage: damage.py PROGRAM SOURCE_DIR FLIPS

One bit of a store is flipped at a time, at FLIPS places of a fixed seed: three quarters anywhere in
a store with a past, a quarter in the rows of small tables of a store whose run was interrupted.
`verify` must find every one, whether it changes what a row of a table holds or lies between rows.
Every command either answers as before or fails; none crashes.
"""

import hashlib
import random
import shutil
import signal
import sqlite3
import struct
import subprocess
from pathlib import Path

import trust

COMMANDS = (
    ("export",),
    ("status", "--json"),
    ("documents", "--json"),
    ("works", "--json"),
    ("clusters", "--json"),
    ("pairs", "--json"),
    ("query", "--json", "--top", "5"),
    ("query", "--json", "--paragraph"),
    ("explain", "--json"),
)


def content(path):
    """A hash of all rows of all tables, and of what the schema says; None if they cannot be read."""
    digest = hashlib.sha256()
    try:
        with sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True) as database:
            database.text_factory = bytes
            tables = database.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
            digest.update(repr(tables).encode())
            for pragma in ("application_id", "user_version"):
                digest.update(repr(database.execute(f"PRAGMA {pragma}").fetchall()).encode())
            for name, _ in tables:
                table = name.decode()
                for row in database.execute(f'SELECT * FROM "{table}" NOT INDEXED'):
                    digest.update(repr(row).encode())
    except (sqlite3.Error, UnicodeDecodeError, OverflowError):
        return None
    return digest.hexdigest()


def answers(store, query, paragraphs):
    """Of each command: status and a hash of what it said."""
    found = []
    for command in COMMANDS:
        rest = {("query", "--json", "--top", "5"): [query],
                ("query", "--json", "--paragraph"): [paragraphs[0]],
                ("explain", "--json"): list(paragraphs)}.get(command, [])
        try:
            done = subprocess.run(store.command(*command, *rest), stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE, env=trust.ENVIRONMENT, check=False,
                                  timeout=60)
        except subprocess.TimeoutExpired:
            found.append((command, "timeout", "", ""))
            continue
        found.append((command, done.returncode, done.stdout, done.stderr))
    return found


SMALL = ("parameters", "pending", "skipped", "runs", "segments", "roots", "files")


def places_of_small_rows(path):
    """Offsets of the bytes of rows of the small tables: each row ends in its checksum."""
    whole = Path(path).read_bytes()
    places = []
    with sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True) as database:
        for table in SMALL:
            for row in database.execute(f"SELECT * FROM {table}"):
                end = whole.find(struct.pack(">q", row[-1]))
                size = sum(len(str(value).encode()) for value in row[:-1]) + len(row)
                if end > size:
                    places.append((table, end - size, end + 8))
    return places


def interrupted_store(program, folder, source):
    """A store with rows in `pending`: a run that replaces documents is killed between its parts."""
    made = trust.make_documents(source, 150, seed=12)
    trust.write_documents(folder / "p", made)
    (folder / "p" / "broken.txt").write_bytes(b"\0\1\2\3" * 100)
    store, before = (trust.Store(program, folder / name) for name in ("half.db", "before.db"))
    full = before.run("index", folder / "p", statuses=(3,)).seconds
    trust.write_documents(folder / "p", made[75:])
    for step in range(400):
        store.remove_files()
        shutil.copyfile(before.path, store.path)
        process = subprocess.Popen(store.command("index", folder / "p"), env=trust.ENVIRONMENT,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            process.wait(timeout=full * (0.3 + 0.7 * (step % 40) / 40))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
        process.wait()
        store.run("status")  # rolls back what was not committed
        with sqlite3.connect(store.path) as database:
            if database.execute("SELECT count(*) FROM pending").fetchone()[0] > 0:
                return store
    return None


def spoil(path, offset, bit):
    with open(path, "r+b") as file:
        file.seek(offset)
        byte = file.read(1)[0]
        file.seek(offset)
        file.write(bytes([byte ^ 1 << bit]))


def main():
    program, source, flips = trust.arguments("FLIPS")
    rng = random.Random(1000)
    failures = trust.Failures()
    with trust.scratch() as folder:
        folder = Path(folder)
        trust.write_documents(folder / "a", trust.make_documents(source, 14, seed=8, paragraphs=20))
        (folder / "a" / "broken.txt").write_bytes(b"\0\1\2\3" * 100)  # a row of skipped
        whole = trust.Store(program, folder / "whole.db")
        whole.run("index", folder / "a", statuses=(3,))
        # A store with a past: segments, free pages, numbers that are gone; and something pending.
        (folder / "a" / "d0003.txt").unlink()
        whole.run("index", folder / "a", "--prune", statuses=(3,))
        failures.expect("sound before", whole.problems() == "", whole.problems())
        pair = whole.run("pairs", "--json", "--relation", "near").records("pair")[0]
        paragraphs = [f"{pair[side]['document']}:{pair[side]['paragraph']}" for side in "ab"]
        text = (folder / pair["a"]["document"]).read_text(encoding="utf-8")
        query = text.splitlines()[0]
        spoilt = trust.Store(program, folder / "spoilt.db")
        shutil.copyfile(whole.path, spoilt.path)
        wanted = answers(spoilt, query, paragraphs)
        for command, status, _, err in wanted:
            failures.expect(f"{command[0]} before", status == 0, err)
        def flip_of(store, wanted, places, number):
            """Flips a bit of a store and holds verify and the commands to what they must say."""
            size = Path(store.path).stat().st_size
            if places:
                table, begin, end = rng.choice(places)
                offset, where = rng.randrange(begin, end), table
            else:
                offset, where = rng.randrange(size), "anywhere"
            bit = rng.randrange(8)
            shutil.copyfile(store.path, spoilt.path)
            spoil(spoilt.path, offset, bit)
            what = f"flip {number} ({where}, byte {offset}, bit {bit})"
            is_covered = content(spoilt.path) != content(store.path)
            done = spoilt.run("verify", "--json", statuses=None)
            is_found = done.status != 0
            failures.expect(f"{what}: verify ends", done.status in (0, 1, 2),
                            f"{done.status} {done.err[-600:]}")
            counts["in rows" if is_covered else "between rows"] += 1
            counts["found"] += is_found
            failures.expect(f"{what}: found by verify", is_found)
            for (command, status, out, err), before in zip(
                    answers(spoilt, query, paragraphs), wanted):
                is_same = (status, out) == before[1:3]
                counts["answered" if is_same else "refused"] += 1
                failures.expect(f"{what}: {' '.join(command)} answers as before or fails",
                                is_same or status == 2,
                                f"status {status}, found by verify: {is_found}, {err[-300:]}")
            # A writer neither crashes nor makes it look sound.
            if number % 4 == 0:
                done = spoilt.run("index", statuses=None)
                failures.expect(f"{what}: index ends", done.status in (0, 2, 3), done.err[-600:])
                is_sound = spoilt.run("verify", statuses=None).status == 0
                failures.expect(f"{what}: index does not hide it",
                                done.status == 2 or not is_sound or
                                spoilt.run("export", statuses=None).out == indexed[store.path])

        def indexed_again(store):
            shutil.copyfile(store.path, spoilt.path)
            spoilt.run("index", statuses=(3,))
            return spoilt.export()

        half = interrupted_store(program, folder, source)
        counts = {"in rows": 0, "between rows": 0, "found": 0, "refused": 0, "answered": 0}
        if failures.expect("a store whose run was interrupted", half is not None):
            indexed = {store.path: indexed_again(store) for store in (whole, half)}
            for number in range(int(flips) * 3 // 4):
                flip_of(whole, wanted, None, number)
            print(f"anywhere in {Path(whole.path).stat().st_size >> 10} KiB: {counts}")
            shutil.copyfile(half.path, spoilt.path)
            wanted = answers(spoilt, query, paragraphs)
            places = places_of_small_rows(half.path)
            tables = {place[0] for place in places}
            failures.expect("each small table has rows", len(tables) == len(SMALL), tables)
            # As many of each table, however many rows it has.
            few = [place for table in sorted(tables)
                   for place in [p for p in places if p[0] == table][:40]]
            for number in range(int(flips) * 3 // 4, int(flips)):
                table = sorted(tables)[number % len(tables)]
                flip_of(half, wanted, [p for p in few if p[0] == table], number)
        print(f"{flips} flips: {counts['in rows']} in rows, {counts['between rows']} between them, "
              f"{counts['found']} found by verify; commands: {counts['answered']} answers as "
              f"before, {counts['refused']} refused")
        failures.expect("many flips are in rows", counts["in rows"] * 4 > int(flips), counts)
    failures.leave("damage")


if __name__ == "__main__":
    main()
