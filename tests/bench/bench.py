"""Times `leitong index` against a bare program that only inserts, in turn, and prints the ratio.

Usage: bench.py LEITONG BARE_INSERT FOLDER [ROUNDS]

Both read the same folder into a new store each round, with 2 threads for leitong. Wall-clock seconds,
least and median of the rounds; peak memory of the process. What is compared are the medians of one
run on one machine: machines are shared, and only ratios travel.
"""

import json
import os
import platform
import statistics
import sys
import tempfile
import time
from datetime import date
from pathlib import Path


def timed(command):
    """Seconds, and peak memory in MiB, of a command that must succeed."""
    started = time.monotonic()
    child = os.spawnvp(os.P_NOWAIT, command[0], command)
    _, status, usage = os.wait4(child, 0)
    seconds = time.monotonic() - started
    if status != 0:
        sys.exit(f"{' '.join(command)}: status {os.waitstatus_to_exitcode(status)}")
    return seconds, usage.ru_maxrss / 1024


def processor():
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def main():
    if len(sys.argv) not in (4, 5):
        sys.exit(__doc__)
    leitong, bare, folder = sys.argv[1:4]
    rounds = int(sys.argv[4]) if len(sys.argv) == 5 else 5
    figures = {"bare insert": [], "leitong index": []}
    with tempfile.TemporaryDirectory() as scratch:
        store = str(Path(scratch) / "bench.db")
        commands = {
            "bare insert": [bare, folder, store],
            "leitong index": [leitong, "--db", store, "index", "--quiet", "--threads", "2", folder],
        }
        for _ in range(rounds):
            for name, command in commands.items():
                for left_over in Path(scratch).glob("bench.db*"):
                    left_over.unlink()
                sys.stdout.flush()
                figures[name].append(timed(command))
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    print(f"{processor()}, {os.cpu_count()} cores, {memory} MiB, {date.today()}, {rounds} rounds in turn")
    print(f"{'':15}{'least s':>9}{'median s':>10}{'peak MiB':>10}")
    for name, runs in figures.items():
        seconds = [run[0] for run in runs]
        print(f"{name:15}{min(seconds):9.2f}{statistics.median(seconds):10.2f}"
              f"{max(run[1] for run in runs):10.0f}")
    of = {name: statistics.median(run[0] for run in runs) for name, runs in figures.items()}
    ratio = of["leitong index"] / of["bare insert"]
    least = min(r[0] for r in figures["leitong index"]) / min(r[0] for r in figures["bare insert"])
    print(f"ratio of medians {ratio:.2f}, of the least {least:.2f}")
    print(json.dumps({"ratio": round(ratio, 3), "ratio_of_least": round(least, 3)}))


if __name__ == "__main__":
    main()
