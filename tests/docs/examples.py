"""Whether the documents say what the program does.

Usage: examples.py PROGRAM PAGES_PROGRAM SOURCE_DIR [DOCUMENT…]

README.md and everything below docs/, in whatever language. By the fence:

```console   `$ ` begins a command (a backslash at its end continues it), what follows is its output,
            which must come out to the letter. … stands for the rest of a line; alone on a line, for
            any lines.
```sh        commands that must succeed; what they print is not shown.
<!-- run: COMMAND -->   what the reader has done before, and does not see here
any other   not run, so no line of it may begin with a leitong command.

The commands of one document run in order, in one bash, in a scratch folder with copies of data/*,
where LEITONG_DB names a store of the samples, $HOME is the folder itself, and build/release/leitong
and leitong are the program. Lines of `./dev`, cmake, cpack, apt-get and git are not run, but what
./dev is asked must be a verb of it. Every `leitong COMMAND`, `--option` and linked file must exist.
LEITONG_UPDATE_GOLDEN=1 writes what came out into the documents.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from option_table import read_table  # noqa: E402

CORPUS = ("speeches", "regulations", "notices_en", "licences_en", "records.jsonl")
EPOCH = "1795392000"
PART = re.compile(r"^```(\w*)\n(.*?)^```$|^<!-- run: (.*?) -->$", re.MULTILINE | re.DOTALL)
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NOT_RUN = re.compile(r"(sudo )?(\./dev|cmake|cpack|apt-get|apt|git|systemctl)\b")
# Times and rates are one machine's: any will do.
TIMES = re.compile(r"(用时 )?\d+\.\d (s|秒)([,，] ?\d+\.\d MB/s)?")
END = "=== end of example"


def commands_of(block):
    """(command, wanted output) of a console block."""
    parts = []
    is_command = False
    for line in block.splitlines(keepends=True):
        if line.startswith("$ "):
            parts.append([line[2:], ""])
            is_command = True
        elif is_command and parts and parts[-1][0].endswith("\\\n"):
            parts[-1][0] += line
        elif parts:
            parts[-1][1] += line
            is_command = False
    return [(command.rstrip("\n"), wanted) for command, wanted in parts]


def matches(wanted, came):
    wanted, came = TIMES.sub("T", wanted), TIMES.sub("T", came)
    lines = [".*" if line == "…" else re.escape(line).replace("…", "[^\n]*")
             for line in wanted.rstrip("\n").split("\n")]
    # A line that is … alone may stand for none, and then has no line end either.
    pattern = "\n".join(lines).replace("\n.*\n", "\n(?:.*\n)?")
    return re.fullmatch(pattern, came.rstrip("\n"), re.DOTALL) is not None


def shortened(wanted, came):
    """What came, with as many lines left at either side of a lone … as the document had."""
    old, new = wanted.splitlines(), came.splitlines()
    if old.count("…") != 1:
        return came
    before, after = old.index("…"), len(old) - old.index("…") - 1
    if before + after >= len(new):
        return came
    return "".join(line + "\n" for line in [*new[:before], "…", *new[len(new) - after:]])


class Documents:
    def __init__(self, program, pages_program, source, folder):
        self.program, self.source, self.folder = Path(program).resolve(), source, folder
        self.table = read_table(pages_program)
        self.options = {f"--{o.name}" for c in self.table.values() for o in c.options}
        self.verbs = set(re.findall(r"^\./dev (\w+)", (source / "dev").read_text(), re.MULTILINE))
        self.problems = []
        self.ran = 0
        self.env = {k: v for k, v in os.environ.items()
                    if not k.startswith(("LEITONG_", "LC_")) and k not in ("NO_COLOR", "LANG")}
        (folder / "bin").mkdir()
        (folder / "bin/leitong").symlink_to(self.program)
        self.env.update(PATH=f"{folder / 'bin'}{os.pathsep}{self.env.get('PATH', '')}", TZ="UTC",
                        COLUMNS="100", SOURCE_DATE_EPOCH=EPOCH, LANG="C.UTF-8", TERM="dumb")
        self.store = folder / "samples.db"
        subprocess.run([self.program, "--db", self.store, "index", "--quiet", *CORPUS],
                       cwd=source / "data", env=self.env, check=True)

    def run(self, name, commands):
        """What each command printed, and its status; all in one shell."""
        scratch = self.folder / name
        scratch.mkdir(parents=True)
        shutil.copytree(self.source / "data", scratch, dirs_exist_ok=True)
        (scratch / "build/release").mkdir(parents=True)
        (scratch / "build/release/leitong").symlink_to(self.program)
        shutil.copy(self.store, scratch / ".samples.db")
        script = "".join(f"{{ {command}\n}} 2>&1\necho \"{END} $?\"\n" for command in commands)
        done = subprocess.run(
            ["bash", "--norc", "--noprofile", "-c", script], cwd=scratch, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, timeout=120,
            env={**self.env, "HOME": str(scratch), "LEITONG_DB": str(scratch / ".samples.db")})
        text = done.stdout.decode("utf-8", "replace").replace(str(scratch), "~")
        text = text.replace("\r\n", "\n")  # of CSV; the documents have plain line ends
        answers = re.findall(rf"(.*?){END} (\d+)\n", text, re.DOTALL)
        if len(answers) != len(commands):
            self.problems.append(f"{name}: bash stopped after {len(answers)} commands:\n{text}")
        return answers

    def check(self, path):
        text = path.read_text(encoding="utf-8")
        where = str(path.relative_to(self.source))
        planned = []  # (kind, command, wanted)
        for kind, block, hidden in PART.findall(text):
            if hidden:
                planned.append(("sh", hidden, ""))
            elif kind == "console":
                planned += [("console", *part) for part in commands_of(block)]
            elif kind == "sh":
                joined = block.replace("\\\n", "\\\0").splitlines()
                planned += [("sh", line.replace("\\\0", "\\\n"), "") for line in joined
                            if line.strip() and not line.startswith("#")]
            elif re.search(r"^(\$ )?(build/release/)?leitong\s", block, re.MULTILINE):
                self.problems.append(f"{where}: a command stands in a block that is not run:\n{block}")
        to_run = []
        for kind, command, wanted in planned:
            if NOT_RUN.match(command):
                self.check_verb(where, command)
            else:
                to_run.append((kind, command, wanted))
        if to_run:
            answers = self.run(where.replace("/", "_"), [command for _, command, _ in to_run])
            self.compare(path, where, to_run, answers)
        self.check_words(where, text)
        self.check_links(path, where, text)

    def compare(self, path, where, asked, answers):
        text = path.read_text(encoding="utf-8")
        for (kind, command, wanted), (came, status) in zip(asked, answers):
            self.ran += 1
            if kind == "sh":
                if status != "0":
                    self.problems.append(f"{where}: `{command}` exits {status}:\n{came}")
            elif not matches(wanted, came):
                if os.environ.get("LEITONG_UPDATE_GOLDEN") == "1":
                    old = f"$ {command}\n{wanted}"
                    text = text.replace(old, f"$ {command}\n{shortened(wanted, came)}", 1)
                else:
                    self.problems.append(
                        f"{where}: `{command}` printed\n{came}\ninstead of\n{wanted}")
        if os.environ.get("LEITONG_UPDATE_GOLDEN") == "1":
            path.write_text(text, encoding="utf-8")

    def check_verb(self, where, command):
        found = re.match(r"\./dev (\w+)", command)
        if found and found[1] not in self.verbs:
            self.problems.append(f"{where}: ./dev has no verb {found[1]}")

    def check_words(self, where, text):
        code = [block for _, block in FENCE.findall(text)]
        code += re.findall(r"`([^`\n]+)`", FENCE.sub("", text))
        for line in "\n".join(code).split("\n"):
            if re.match(r"--[a-z]", line):
                name = re.match(r"--[a-z-]+", line)[0]
                if name not in self.options:
                    self.problems.append(f"{where}: no command has an option {name}")
            for found in re.finditer(
                    r"(?:^|[|(&;] *|\$ )(?:build/release/)?leitong (?:--db \S+ )?([a-z]+)\b([^|;&]*)",
                    line):
                self.check_command(where, found[1], found[2])

    def check_command(self, where, name, rest):
        command = self.table.get(name)
        if command is None:
            self.problems.append(f"{where}: there is no command {name}")
            return
        known = {f"--{o.name}" for o in command.options}
        for option in re.findall(r"(?<![\w-])--[a-z][a-z-]*", rest):
            if option not in known:
                self.problems.append(f"{where}: leitong {name} has no option {option}")

    def check_links(self, path, where, text):
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", FENCE.sub("", text)):
            if "://" not in target and not (path.parent / target).exists():
                self.problems.append(f"{where}: links to {target}, which is not there")


def main(program, pages_program, source, *names):
    source = Path(source).resolve()
    paths = [source / name for name in names] or [
        *sorted(source.glob("*.md")), *sorted((source / "docs").rglob("*.md"))]
    with tempfile.TemporaryDirectory(prefix="leitong_docs_") as folder:
        documents = Documents(program, pages_program, source, Path(folder))
        for path in paths:
            documents.check(path)
    print(f"{documents.ran} examples of {len(paths)} documents run")
    if documents.problems:
        sys.stdout.flush()
        sys.exit("\n".join(documents.problems))
    if documents.ran == 0:
        sys.exit("no example was found")


if __name__ == "__main__":
    main(*sys.argv[1:])
