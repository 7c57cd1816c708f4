"""Whether the documents say what the program does.

Usage: examples.py PROGRAM SOURCE_DIR

In README.md and docs/, a ```console block that begins with `$ leitong …` is run on a store of the
samples, and what follows must come out to the letter (… stands for any rest of a line, or any lines
if alone). Every `leitong COMMAND` and `--option` in code must exist. `./dev` lines are not run.
"""

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

CORPUS = ("speeches", "regulations", "notices_en", "licences_en", "records.jsonl")
EPOCH = "1795392000"


class Examples:
    def __init__(self, program, source, db):
        self.program, self.source = str(Path(program).resolve()), Path(source)
        self.env = {**os.environ, "LEITONG_DB": db, "COLUMNS": "100", "SOURCE_DATE_EPOCH": EPOCH,
                    "LC_ALL": "C.UTF-8", "LANG": "C.UTF-8"}
        self.problems = []
        self.ran = 0

    def run(self, words):
        return subprocess.run([self.program, *words], cwd=self.source / "data", env=self.env,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)

    def help_of(self, command):
        return self.run(["help", command]).stdout.decode()

    def check_block(self, where, block):
        command, _, wanted = block.partition("\n")
        words = shlex.split(command.removeprefix("$ leitong "))
        came = self.run(words).stdout.decode().rstrip("\n")
        pattern = "".join(
            ".*" if part == "…" else re.escape(part)
            for part in re.split("(…)", wanted.rstrip("\n").replace("\n…\n", "\n…")))
        self.ran += 1
        if not re.fullmatch(pattern, came, re.DOTALL):
            self.problems.append(f"{where}: `{command}` printed\n{came}\ninstead of\n{wanted}")

    def check_words(self, where, text):
        commands = set(re.findall(r"^  (\w+)  ", self.run(["--help"]).stdout.decode(), re.M))
        code = re.findall(r"```.*?\n(.*?)```|`([^`\n]+)`", text, re.DOTALL)
        for line in "\n".join(a or b for a, b in code).split("\n"):
            found = re.match(r"(?:\$ |.*\| )?leitong (?:--db \S+ )?([a-z]+)\b(.*)", line)
            if not found:
                continue
            if found[1] not in commands:
                self.problems.append(f"{where}: there is no command {found[1]}")
                continue
            known = self.help_of(found[1])
            for option in re.findall(r"(?<![\w-])--[a-z-]+", found[2]):
                if option not in known:
                    self.problems.append(f"{where}: leitong {found[1]} has no option {option}")


def main():
    program, source = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        examples = Examples(program, source, str(Path(folder) / "docs.db"))
        examples.run(["index", "--quiet", *CORPUS])
        for path in [Path(source) / "README.md", *sorted(Path(source, "docs").rglob("*.md"))]:
            text = path.read_text(encoding="utf-8")
            where = path.relative_to(source)
            for block in re.findall(r"```console\n(.*?)```", text, re.DOTALL):
                if block.startswith("$ leitong "):
                    examples.check_block(where, block)
            examples.check_words(where, text)
    print(f"{examples.ran} examples run")
    sys.exit("\n".join(examples.problems) or (0 if examples.ran else "no example was found"))


if __name__ == "__main__":
    main()
