"""Times `leitong query`: warm, in one process, and cold, each in a new one.

Usage: queries.py LEITONG QUERY_TIMES FOLDER [COUNT]

Indexes the folder into a new store, draws COUNT (1000) of its lines that are not empty with a fixed
seed, and asks for each. Warm: the second time that one process asks for each; median, 99 of 100, the
longest. Cold: `leitong query` as a new process, wall-clock, for 20 of them: first with what the system
has of the file in memory, then, as far as it lets itself be told to, without.
"""

import json
import os
import platform
import random
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

SEED = 20261128
NEW_PROCESSES = 20


def processor():
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def paragraphs(folder):
    found = []
    for path in sorted(Path(folder).rglob("*.txt")):
        lines = path.read_text(encoding="utf-8-sig", errors="replace").splitlines()
        found += [line.strip() for line in lines if line.strip()]
    return found


def at_share(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def forget_pages(path):
    """Asks the system to drop what it has of a file in memory."""
    file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(file)
        os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
    finally:
        os.close(file)


def ask(leitong, store, text):
    """Milliseconds of a process that asks once."""
    started = time.monotonic()
    done = subprocess.run([leitong, "--db", store, "query", text], stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE, check=False)
    if done.returncode not in (0, 1):
        sys.exit(done.stderr.decode(errors="replace"))
    return (time.monotonic() - started) * 1000


def main():
    if len(sys.argv) not in (4, 5):
        sys.exit(__doc__)
    leitong, query_times, folder = sys.argv[1:4]
    count = int(sys.argv[4]) if len(sys.argv) == 5 else 1000
    texts = paragraphs(folder)
    drawn = random.Random(SEED).sample(texts, min(count, len(texts)))
    with tempfile.TemporaryDirectory() as scratch:
        store = str(Path(scratch) / "bench.db")
        subprocess.run([leitong, "--db", store, "index", "--quiet", folder], check=True)
        batch = Path(scratch) / "queries.jsonl"
        batch.write_text("".join(json.dumps({"id": str(n), "text": text}, ensure_ascii=False) + "\n"
                                 for n, text in enumerate(drawn)), encoding="utf-8")
        output = subprocess.run([query_times, store, str(batch)], check=True,
                                stdout=subprocess.PIPE).stdout
        warm = [float(line) for line in output.split()]
        cached, cold = [], []
        # No argument of a program can hold a NUL.
        for text in [text for text in drawn if "\0" not in text][:NEW_PROCESSES]:
            cached.append(ask(leitong, store, text))
            forget_pages(store)
            cold.append(ask(leitong, store, text))
    figures = {"median_ms": statistics.median(warm), "p99_ms": at_share(warm, 0.99),
               "longest_ms": max(warm), "mean_ms": statistics.mean(warm),
               "new_process_ms": statistics.median(cached), "cold_ms": statistics.median(cold),
               "longest_cold_ms": max(cold)}
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    print(f"{processor()}, {os.cpu_count()} cores, {memory} MiB, {date.today()}, "
          f"{len(drawn)} of {len(texts)} paragraphs")
    for name, value in figures.items():
        print(f"{name:18}{value:9.2f}")
    print(json.dumps({name: round(value, 3) for name, value in figures.items()}))


if __name__ == "__main__":
    main()
