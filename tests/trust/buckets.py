"""Whether text that recurs most is found as well as any, in linear time and bounded memory.

Usage: buckets.py PROGRAM SOURCE_DIR PARAGRAPHS

One paragraph PARAGRAPHS times; PARAGRAPHS that differ by a date; copies numbering 2, 49, 50, 51,
52, 1,000, 10,000 among one another, equal or with a letter changed in each: as many of them are
clustered at any number (recall is flat). Copies each edited in its own way at 4 % of the letters,
so that few are near to one another: of a large bucket, of which not all pairs are compared, as
many are clustered as of a small one.
"""

import os
import random
import subprocess
import time
from pathlib import Path

import trust

PER_DOCUMENT = 40
MOST_MIB = 512
COPIES = (2, 49, 50, 51, 52, 1_000, 10_000)


def write(folder, paragraphs):
    lines, number = [], 0
    folder.mkdir(parents=True, exist_ok=True)
    for line in paragraphs:
        lines.append(line)
        if len(lines) == PER_DOCUMENT:
            (folder / f"{number:06d}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
            lines, number = [], number + 1
    if lines:
        (folder / f"{number:06d}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def measured(store, *arguments):
    """Seconds and MiB of a command."""
    begun = time.monotonic()
    process = subprocess.Popen(store.command(*arguments), stdout=subprocess.DEVNULL,
                               env=trust.ENVIRONMENT)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, time.monotonic() - begun, usage.ru_maxrss / 1024


def identical(text, count):
    return (text for _ in range(count))


def dates(text, count):
    return (f"{1990 + i % 40}年{1 + i % 12}月{1 + i // 12 % 28}日第{i}次会议，{text}"
            for i in range(count))


def worst(program, folder, kind, make, text, count, failures):
    """A tenth, then all of it: the time grows as the text does."""
    seconds = {}
    for size in (count // 10, count):
        docs = folder / f"{kind}{size}"
        write(docs, make(text, size))
        store = trust.Store(program, folder / f"{kind}{size}.db")
        status, seconds[size], mib = measured(store, "index", docs, "--quiet")
        failures.expect(f"{kind}: status", status == 0, status)
        clusters = store.run("clusters", "--json").records("cluster")
        largest = max((c["size"] for c in clusters), default=0)
        print(f"{kind}: {size} paragraphs in {seconds[size]:.2f} s, {mib:.0f} MiB, largest cluster "
              f"{largest}")
        failures.expect(f"{kind}: every copy is in the cluster", largest == size, largest)
        if not trust.SANITIZED:
            failures.expect(f"{kind}: memory", mib <= MOST_MIB, f"{mib:.0f} MiB")
    limit = 10 * seconds[count // 10] * 2 + 0.5
    failures.expect(f"{kind}: linear time", seconds[count] <= limit, seconds)


def copies(program, source, folder, numbers, failures):
    """Copies that are equal, and copies with one letter changed in each, so that any two are near:
    how many of them are clustered, and with copies of the same text only."""
    rng = random.Random(77)
    clauses = trust.clauses_of(source)
    letters = [c for clause in clauses for c in clause if "\u4e00" <= c <= "\u9fff"]
    lines, truth = [], {}
    for number in numbers:
        for kind in ("equal", "edited"):
            parts = [trust.edited(rng, c, 0.3, letters) for c in rng.sample(clauses, 8)]
            text = "".join(parts)
            for _ in range(number):
                at = rng.randrange(len(text))
                changed = rng.choice(letters) if kind == "edited" else text[at]
                copy = text[:at] + changed + text[at + 1:]
                truth.setdefault((kind, number), []).append(len(lines))
                lines.append((copy, kind, number))
    rng.shuffle(lines)
    docs = folder / "copies"
    write(docs, (line for line, _, _ in lines))
    owner = {}
    for place, (_, kind, number) in enumerate(lines):
        owner[(f"copies/{place // PER_DOCUMENT:06d}.txt", place % PER_DOCUMENT + 1)] = (kind, number)
    store = trust.Store(program, folder / "copies.db")
    status, seconds, mib = measured(store, "index", docs, "--quiet")
    failures.expect("copies: status", status == 0, status)
    print(f"copies: {len(lines)} paragraphs in {seconds:.2f} s, {mib:.0f} MiB")
    if not trust.SANITIZED:
        failures.expect("copies: memory", mib <= MOST_MIB, f"{mib:.0f} MiB")
    clustered = {}
    for cluster in store.run("clusters", "--json").records("cluster"):
        kinds = [owner[(m["document"], m["paragraph"])] for m in cluster["members"]]
        failures.expect("a cluster holds copies of one text", len(set(kinds)) == 1, set(kinds))
        clustered[kinds[0]] = clustered.get(kinds[0], 0) + len(kinds)
    for number in numbers:
        for kind in ("equal", "edited"):
            share = clustered.get((kind, number), 0) / number
            print(f"  {kind}, {number} copies: {share:.4f} of them clustered")
            wanted = 1.0 if kind == "equal" or number <= 2 else 0.99
            failures.expect(f"{kind}, {number} copies", share >= wanted, share)


def alike(program, source, folder, count, failures):
    """Copies edited each in its own way: what a bucket's leaders are chosen for."""
    rng = random.Random(5)
    clauses = trust.clauses_of(source)
    letters = [c for clause in clauses for c in clause if "\u4e00" <= c <= "\u9fff"]
    text = "".join(trust.edited(rng, c, 0.3, letters) for c in rng.sample(clauses, 16))[:200]
    shares = {}
    for number in (200, count):
        docs = folder / f"alike{number}"
        write(docs, (trust.edited(rng, text, 0.04, letters) for _ in range(number)))
        store = trust.Store(program, folder / f"alike{number}.db")
        status, seconds, mib = measured(store, "index", docs, "--quiet")
        failures.expect("alike: status", status == 0, status)
        clusters = store.run("clusters", "--json").records("cluster")
        shares[number] = sum(c["size"] for c in clusters) / number
        print(f"alike: {number} copies in {seconds:.2f} s, {mib:.0f} MiB, {shares[number]:.3f} "
              "clustered")
        if not trust.SANITIZED:
            failures.expect("alike: memory", mib <= MOST_MIB, f"{mib:.0f} MiB")
    failures.expect("alike: recall is flat", shares[count] >= 0.9 * shares[200], shares)


def main():
    program, source, count = trust.arguments("PARAGRAPHS")
    count = int(count)
    failures = trust.Failures()
    text = "".join(trust.clauses_of(source)[5:17])
    with trust.scratch() as folder:
        folder = Path(folder)
        worst(program, folder, "identical", identical, text, count, failures)
        worst(program, folder, "dates", dates, text, count, failures)
        numbers = [n for n in COPIES if n <= max(52, count // 10)]
        copies(program, source, folder, numbers, failures)
        alike(program, source, folder, max(1_000, count // 10), failures)
    failures.leave("big buckets")


if __name__ == "__main__":
    main()
