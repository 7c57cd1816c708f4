"""What texts cost that were made to be dear.

Usage: dear_texts.py PROGRAM [BYTES]     (BYTES of each large file; default: 5,000,000)

Prints processor time and memory of `compare` of two files of one clause over and over, in paragraphs of
different lengths and without any, and of `index`, `pairs` and `passages` of 2,000 paragraphs of 200
characters, 4 of them changed in each. Fails above 30 s or 512 MiB (docs/benchmarks.md).
"""

import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

MOST_SECONDS, MOST_MIB = 30, 512
CLAUSE = "各级人民政府应当依法加强监督管理，"[:16]


def run(program, failures, what, *arguments):
    # By way of a file: what this process once held would be counted as its child's.
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen([program, *map(str, arguments)], stdout=out)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        lines = sum(1 for _ in out)
    seconds, mib = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
    print(f"{what}: {seconds:.1f} s, {mib:.0f} MiB, {lines} lines")
    if process.returncode != 0 or seconds > MOST_SECONDS or mib > MOST_MIB:
        failures.append(what)


def main():
    program, size = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 5_000_000
    failures = []
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        for name, length in (("a.txt", 40), ("b.txt", 37)):
            line = (CLAUSE * 3)[:length] + "\n"
            (folder / name).write_text(line * (size // len(line.encode())), encoding="utf-8")
        text = CLAUSE * (size // len(CLAUSE.encode()))
        (folder / "c.txt").write_text(text, encoding="utf-8")
        (folder / "d.txt").write_text("这是前面的一句话。" + text, encoding="utf-8")
        for a, b in (("a.txt", "b.txt"), ("c.txt", "d.txt")):
            run(program, failures, f"compare {a} {b}", "compare", "--json", folder / a, folder / b)
        rng, near = random.Random(3), folder / "near"
        near.mkdir()
        letters = [chr(0x4E00 + i) for i in range(3000)]
        base = [rng.choice(letters) for _ in range(200)]
        for number in range(2000):
            copy = base[:]
            for place in rng.sample(range(200), 4):
                copy[place] = rng.choice(letters)
            (near / f"{number:04d}.txt").write_text("".join(copy) + "\n", encoding="utf-8")
        os.environ["LEITONG_DB"] = str(folder / "t.db")
        for command in (["index", "-q", near], ["pairs", "--json"], ["passages", "--json"]):
            run(program, failures, f"{command[0]} of 2,000 near paragraphs", *command)
    sys.exit(f"too dear: {', '.join(failures)}" if failures else 0)


if __name__ == "__main__":
    main()
