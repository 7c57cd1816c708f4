"""What the drivers of tests/trust share: running leitong, corpora to run it on, exports to compare.

A driver is run as  DRIVER.py PROGRAM SOURCE_DIR [ARGUMENT…]. It prints what it measured, exits with
1 where something does not hold, and with 77, which ctest takes for skipped, where it cannot run.
"""

import hashlib
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SKIPPED = 77
ENVIRONMENT = {**os.environ, "SOURCE_DATE_EPOCH": "1767312000", "LC_ALL": "C.UTF-8"}
ENVIRONMENT.pop("LEITONG_DB", None)
SANITIZED = os.environ.get("LEITONG_SANITIZED") == "1"
CLAUSE = re.compile(r"[^。！？；，\n]+[。！？；，]?")


class Failures:
    def __init__(self):
        self.count = 0

    def expect(self, what, holds, detail=""):
        if not holds:
            self.count += 1
            if self.count <= 40:
                print(f"FAIL {what}: {detail}" if detail != "" else f"FAIL {what}", flush=True)
        return bool(holds)

    def leave(self, what):
        if self.count:
            sys.exit(f"{what}: {self.count} laws do not hold")
        print(f"{what}: all hold")
        sys.exit(0)


class Done:
    def __init__(self, status, out, err, seconds):
        self.status, self.out, self.err, self.seconds = status, out, err, seconds

    def records(self, kind=None):
        found = [json.loads(line) for line in self.out.splitlines()]
        return [r for r in found if kind is None or r["type"] == kind]


class Store:
    """A store and the program that keeps it."""

    def __init__(self, program, path):
        self.program, self.path = program, str(path)

    def command(self, *arguments):
        return [self.program, "--db", self.path, "--lang", "en", *map(str, arguments)]

    def run(self, *arguments, cwd=None, statuses=(0,), preexec=None, stdin=None):
        begun = time.monotonic()
        done = subprocess.run(self.command(*arguments), stdout=subprocess.PIPE, stdin=stdin,
                              stderr=subprocess.PIPE, cwd=cwd, env=ENVIRONMENT, check=False,
                              preexec_fn=preexec)
        seconds = time.monotonic() - begun
        if statuses is not None and done.returncode not in statuses:
            sys.exit(f"leitong {' '.join(map(str, arguments))[:300]}: status {done.returncode}, "
                     f"not {statuses}\n{done.stderr.decode(errors='replace')[:4000]}")
        return Done(done.returncode, done.stdout, done.stderr.decode(errors="replace"), seconds)

    def export(self):
        return self.run("export").out

    def digest(self):
        return hashlib.sha256(self.export()).hexdigest()

    def problems(self):
        """What verify says, empty if the store is sound."""
        done = self.run("verify", "--json", statuses=None)
        return "" if done.status == 0 else f"status {done.status}: {done.out[:2000]} {done.err}"

    def remove_files(self):
        for ending in ("", "-journal", "-lock", "-wal", "-shm"):
            Path(self.path + ending).unlink(missing_ok=True)


def shared_folder(source):
    """The open sets beside the checkout; leaves as skipped where they are not."""
    shared = Path(os.environ.get("LEITONG_SHARED", Path(source).parent / "shared"))
    if not (shared / "corpora").is_dir():
        print(f"SKIPPED: the open sets are not at {shared}; "
              "put them there or name them with LEITONG_SHARED")
        sys.exit(SKIPPED)
    return shared


def clauses_of(source):
    """Clauses of the samples in data/, in order, each once."""
    found = {}
    for folder in ("speeches", "regulations"):
        for path in sorted((Path(source) / "data" / folder).rglob("*.txt")):
            try:
                text = path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue
            for clause in CLAUSE.findall(text):
                clause = clause.strip()
                if 6 <= len(clause) <= 40:
                    found.setdefault(clause)
    return list(found)


def edited(rng, text, rate, letters):
    return "".join(rng.choice(letters) if rng.random() < rate else c for c in text)


def make_documents(source, count, seed, paragraphs=30):
    """Texts of `count` documents: paragraphs of clauses, a third of them copied from documents
    before with changed numbers, masks, or a few other letters. The same arguments, the same texts."""
    rng = random.Random(seed)
    clauses = clauses_of(source)
    letters = [c for clause in clauses for c in clause if "\u4e00" <= c <= "\u9fff"]
    written, documents = [], []
    for _ in range(count):
        lines = []
        for _ in range(paragraphs):
            if written and rng.random() < 0.35:
                line = rng.choice(written)
                change = rng.randrange(4)
                if change == 1:
                    line = re.sub(r"\d+", lambda _: str(rng.randint(2, 9999)), line)
                elif change == 2:
                    line = re.sub(r"\d+", "**", line)
                elif change == 3:
                    line = edited(rng, line, rng.choice((0.01, 0.03, 0.08)), letters)
            else:
                line = "".join(edited(rng, rng.choice(clauses), 0.25, letters)
                               for _ in range(rng.randint(2, 9)))
                line += f"全年完成{rng.randint(2, 9999)}项。"
                written.append(line)
            lines.append(line)
        documents.append("\n".join(lines) + "\n")
    return documents


def write_documents(folder, documents, prefix="d"):
    folder.mkdir(parents=True, exist_ok=True)
    for number, text in enumerate(documents):
        (folder / f"{prefix}{number:04d}.txt").write_text(text, encoding="utf-8")


def arguments(*names):
    """PROGRAM SOURCE_DIR and the named arguments."""
    if len(sys.argv) != 3 + len(names):
        sys.exit(f"usage: {Path(sys.argv[0]).name} PROGRAM SOURCE_DIR {' '.join(names)}")
    return [os.path.abspath(sys.argv[1]), *sys.argv[2:]]


def scratch():
    return tempfile.TemporaryDirectory(prefix="leitong-trust-")
