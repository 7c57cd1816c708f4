"""How leitong behaves towards people, terminals, pipes and spreadsheets, for every command.

Usage: manners.py PROGRAM PAGES_PROGRAM SOURCE_DIR

The commands come from the option table; one that needs arguments must be told in ARGUMENTS how it
is called. Two small stores: of some samples, and of texts, file names and ids that attack whoever
prints them.
"""

import csv
import fcntl
import io
import itertools
import json
import os
import pty
import re
import shlex
import shutil
import struct
import subprocess
import sys
import tempfile
import termios
import unicodedata
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from option_table import read_table  # noqa: E402

EPOCH = "1795392000"
SAMPLES = ("speeches/01_economic_work_2022.txt", "speeches/02_economic_work_masked_stars.txt",
           "speeches/13_flood_control.txt")
# A or B stands for a paragraph of the store, FILE for a file of it, FOLDER for a new folder.
ARGUMENTS = {
    "index": [["FILE"], []],
    "query": [["--file", "FILE"], ["--paragraph", "A"]],
    "explain": [["A", "B"]],
    "check": [["FILE"]],
    "compare": [["FILE", "FILE"]],
    "template": [],
    "remove": [],  # takes away what the others need; its output is checked by golden cases
    "report": [["--out", "FOLDER"]],
    "nightly": [["--out", "FOLDER"]],
    "export": [["--out", "FOLDER.jsonl"]],
    "serve": [],  # prints nothing and does not end
}

HOSTILE = [
    "\x1b[31mred\x1b[0m and \x1b]0;title\x07 and \x9b31m",
    "\u202egnirts eht fo dne eht\u202c, \u2066isolate\u2069, \u200fmark\u200e",
    "zero\u200bwidth \ufeff \u2028 line \u2029 paragraph \U000e0041 tag",
    "=cmd|' /C calc'!A0",
    "+1+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "＝1＋1 全角公式",
    "<script>alert(1)</script> '; DROP TABLE documents; -- \"quoted\", \\back",
    "\x00nul \x08\x08\x08 backspaces \x7f delete \x0b\x0c",
]
PADDING = "这一段文字足够长，能够与另一处的同一段文字配成一对，从而出现在每一种清单里，第{}号。"


def width_of(text):
    """Columns of a line; an opinion of its own, by Python's tables."""
    return sum(0 if unicodedata.combining(c) or unicodedata.category(c) in ("Mn", "Me", "Cf")
               else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


class Terminal:
    """A pseudo-terminal of so many columns, for one run."""

    def __init__(self, columns):
        self.ours, self.theirs = pty.openpty()
        fcntl.ioctl(self.theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        settings = termios.tcgetattr(self.theirs)
        settings[1] &= ~termios.OPOST  # line ends as they were written
        termios.tcsetattr(self.theirs, termios.TCSANOW, settings)

    def read_all(self):
        os.close(self.theirs)
        parts = []
        while True:
            try:
                part = os.read(self.ours, 1 << 16)
            except OSError:  # EIO: the other side is closed
                break
            if not part:
                break
            parts.append(part)
        os.close(self.ours)
        return b"".join(parts)


class Manners:
    def __init__(self, program, table, source, folder):
        self.program, self.table, self.source = str(Path(program).resolve()), table, source
        self.folder = folder
        self.problems = []
        self.checked = 0

    def check(self, good, *what):
        self.checked += 1
        if not good:
            self.problems.append(" ".join(str(part) for part in what))

    def environment(self, **more):
        kept = {k: v for k, v in os.environ.items()
                if k not in ("NO_COLOR", "COLUMNS", "LC_ALL", "LC_MESSAGES", "PAGER")}
        return {**kept, "LANG": "C.UTF-8", "TERM": "xterm", "TZ": "UTC", "SOURCE_DATE_EPOCH": EPOCH,
                **more}

    def run(self, *words, stdin=b"", stdout=subprocess.PIPE, **variables):
        return subprocess.run([self.program, *words], cwd=self.folder, input=stdin, stdout=stdout,
                              stderr=subprocess.PIPE, env=self.environment(**variables),
                              check=False, timeout=120)

    def run_on_terminal(self, *words, columns=80, which="stdout", **variables):
        """What came on the terminal, what on the other stream's pipe."""
        terminal = Terminal(columns)
        streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, which: terminal.theirs}
        with subprocess.Popen([self.program, *words], cwd=self.folder, stdin=subprocess.DEVNULL,
                              env=self.environment(**variables), **streams) as process:
            shown = terminal.read_all()
            other = (process.stderr if which == "stdout" else process.stdout).read()
        return shown.decode("utf-8", "surrogateescape"), other, process.returncode

    # --- what is called

    def lines_of(self, db, formats):
        """Each command with each way of calling it, and the formats that it takes of those."""
        refs = self.refs_of(db)
        places = {"A": refs[0], "B": refs[1], "FILE": self.file_of[db]}
        for command in self.table.values():
            if command.name == "help":
                continue
            if command.name not in ARGUMENTS and not command.arguments.startswith("[") \
                    and command.arguments:
                self.problems.append(f"ARGUMENTS of manners.py lacks {command.name}")
            choices = next((o.choices for o in command.options if o.name == "format"), [])
            for arguments in ARGUMENTS.get(command.name, [[]]):
                for form in formats:
                    if form in choices:
                        self.made = getattr(self, "made", 0) + 1
                        words = [places.get(w, w.replace("FOLDER", f"made{self.made}"))
                                 for w in arguments]
                        yield command.name, form, [command.name, "--db", db, *words,
                                                   "--format", form]

    def refs_of(self, db):
        out = self.run("pairs", "--db", db, "--json").stdout.decode("utf-8", "surrogateescape")
        pair = json.loads(out.splitlines()[0])
        if pair["type"] != "pair":
            sys.exit(f"{db} has no pairs to ask about")
        return [f"{pair[side]['document']}:{pair[side]['paragraph']}" for side in "ab"]

    # --- laws

    def text_ends_with_a_command_that_works(self, db):
        for name, _, words in self.lines_of(db, ["text"]):
            out = self.run(*words).stdout.decode()
            if not out:
                self.check(False, words, "prints nothing")
                continue
            last = out.splitlines()[-1]
            self.check(last.startswith("More: leitong "), words, "ends with:", last)
            if last.startswith("More: leitong "):
                hinted = self.run(*shlex.split(last.removeprefix("More: leitong ")))
                self.check(hinted.returncode in (0, 1) and not hinted.stderr, words, "suggests",
                           last, "which says", hinted.stderr.decode())
            quiet = self.run(*words, "--quiet").stdout.decode()
            self.check("More: " not in quiet, name, "--quiet prints a hint")

    def no_control_reaches_anybody(self, db):
        colour = re.compile("\x1b\\[[0-9;]*m")
        for _, _, words in self.lines_of(db, ["text"]):
            done = self.run(*words)
            shown, _, _ = self.run_on_terminal(*words)
            for text in (done.stdout.decode("utf-8", "replace"), colour.sub("", shown),
                         done.stderr.decode("utf-8", "replace")):
                bad = [c for c in text if (ord(c) < 32 and c != "\n") or 0x7F <= ord(c) < 0xA0
                       or c in "\u200b\u200e\u200f\u2028\u2029\ufeff\u061c"
                       or 0x202A <= ord(c) <= 0x202E or 0x2060 <= ord(c) <= 0x206F
                       or 0xE0000 <= ord(c) <= 0xE007F or 0xDC80 <= ord(c) <= 0xDCFF]
                self.check(not bad, words, "lets through", bad[:5])

    def texts_fit_the_terminal(self, db):
        for columns in (30, 57, 160):
            for _, _, words in self.lines_of(db, ["text"]):
                if words[0] not in ("pairs", "clusters", "query"):
                    continue  # tables and names are never cut: they are to be copied
                shown, _, _ = self.run_on_terminal(*words, "--color", "never", columns=columns)
                texts = [line for line in shown.splitlines() if line.startswith(" " * 6)]
                wide = [line for line in texts if width_of(line) > columns]
                self.check(texts and not wide, words, "on", columns, "columns:", wide[:1])

    def spreadsheets_compute_nothing(self, db):
        for _, _, words in self.lines_of(db, ["csv"]):
            out = self.run(*words).stdout.decode("utf-8")
            rows = list(csv.reader(io.StringIO(out, newline="")))
            # Several tables stand in one output with an empty line between.
            tables = [list(rows) for is_gap, rows in itertools.groupby(rows, key=lambda r: not r)
                      if not is_gap]
            self.check(tables and all(len({len(row) for row in table}) == 1 for table in tables),
                       words, "has rows of several lengths")
            cells = [cell for row in rows for cell in row
                     if cell[:1] in tuple("=+-@\t\r\n＝＋－＠") and cell
                     and not re.fullmatch(r"-?\d+(\.\d+)?", cell)]
            self.check(not cells, words, "has formulas:", cells[:3])
            self.check(out.endswith("\r\n"), words, "does not end its last line")

    def programs_see_the_same_wherever_it_goes(self, db):
        for _, _, words in self.lines_of(db, ["jsonl", "csv"]):
            if words[0] in ("index", "nightly", "report", "export"):
                continue  # they say what they changed, once, how long it took, and where
            plain = self.run(*words).stdout
            shown, _, _ = self.run_on_terminal(*words, columns=40, COLUMNS="33")
            coloured = self.run(*words, "--color", "always", "--quiet").stdout
            self.check(shown.encode("utf-8", "surrogateescape") == plain, words,
                       "differs on a terminal")
            self.check(coloured == plain, words, "differs in colour")

    def colour_is_as_asked(self, db):
        words = ["pairs", "--db", db]
        self.check("\x1b[" in self.run_on_terminal(*words)[0], "no colour on a terminal")
        self.check("\x1b[" not in self.run_on_terminal(*words, NO_COLOR="1")[0], "NO_COLOR")
        self.check("\x1b[" not in self.run_on_terminal(*words, TERM="dumb")[0], "TERM=dumb")
        self.check("\x1b[" not in self.run_on_terminal(*words, "--color", "never")[0], "never")
        self.check(b"\x1b[" not in self.run(*words).stdout, "colour in a pipe")
        self.check(b"\x1b[" in self.run(*words, "--color", "always", NO_COLOR="1").stdout, "always")

    def a_reader_that_leaves_is_no_trouble(self, db):
        for name, _, words in self.lines_of(db, ["text", "jsonl", "csv"]):
            ours, theirs = os.pipe()
            os.close(ours)
            done = self.run(*words, stdout=theirs)
            os.close(theirs)
            self.check(done.stderr == b"" and done.returncode in (0, 1), name,
                       "with nobody reading:", done.returncode, done.stderr)

    def a_full_disk_is_told(self, db):
        if not os.path.exists("/dev/full"):
            print("NOT CHECKED: there is no /dev/full")
            return
        with open("/dev/full", "wb") as full:
            done = self.run("pairs", "--db", db, stdout=full)
        self.check(done.returncode == 2 and b"standard output" in done.stderr, "full disk:",
                   done.returncode, done.stderr)

    def nothing_starts_a_pager(self, db):
        pager = self.folder / "pager"
        pager.write_text("#!/bin/sh\ntouch paged\n")
        pager.chmod(0o755)
        for words in (["--help"], ["help", "query"], ["pairs", "--db", db]):
            self.run_on_terminal(*words, PAGER=str(pager), LEITONG_PAGER=str(pager))
        self.check(not (self.folder / "paged").exists(), "a pager was started")

    def slips_of_the_pen_are_understood(self):
        names = set(self.table)
        for command in self.table.values():
            slips = {command.name[:1] + command.name, command.name[:-1], command.name + "x",
                     command.name[1] + command.name[0] + command.name[2:]}
            for slip in slips - names:
                said = self.run(slip).stderr.decode()
                self.check(f"did you mean '{command.name}'?" in said, slip, "is told:", said)
            for option in command.options:
                if not option.is_common or command.name == "index":
                    slip = "--" + option.name[:1] + option.name
                    said = self.run(command.name, slip).stderr.decode()
                    self.check(f"did you mean --{option.name}?" in said, command.name, slip,
                               "is told:", said)

    def progress_is_for_terminals(self):
        texts = self.folder / "many"
        texts.mkdir()
        for number in range(3000):
            (texts / f"{number}.txt").write_text(PADDING.format(number) * 3 + "\n", encoding="utf-8")
        (texts / "broken.txt").write_bytes(b"\x00\x01\x02\x03" * 50)
        words = ["index", "many", "--db"]
        shown, _, status = self.run_on_terminal(*words, "p1.db", columns=60, which="stderr")
        self.check(status == 3, "index of many exits", status)
        frames = shown.split("\r\x1b[K")
        told, said = frames[1:-1], frames[-1]
        self.check(any(re.search(r"\d+/3,001 files", frame) for frame in told),
                   "no frame counts files:", told[:3])
        self.check(all(len(frame) < 60 and "\n" not in frame for frame in told),
                   "a frame is too wide:", max(told, key=len))
        self.check(said.startswith("leitong: skipped"), "what stays is:", said[:200])
        shown, _, _ = self.run_on_terminal(*words, "p2.db", "--quiet", which="stderr")
        self.check("\x1b" not in shown and "files" not in shown, "--quiet shows progress")
        piped = self.run(*words, "p3.db").stderr.decode()
        self.check("\x1b" not in piped and "files" not in piped, "progress in a pipe:", piped[:200])

    # --- the stores

    def make_stores(self):
        samples = self.folder / "samples"
        samples.mkdir()
        for name in SAMPLES:
            shutil.copy(self.source / "data" / name, samples)
        hostile = self.folder / "hostile"
        hostile.mkdir()
        texts = [text + PADDING.format(i) for i, text in enumerate(HOSTILE)]
        for i, name in enumerate(HOSTILE):
            printable_name = name.replace("/", "_").replace("\x00", "")[:60]
            # NULs make a text binary, so they go into records only.
            body = "\n".join(text.replace("\x00", "") for text in texts)
            (hostile / f"{printable_name}{i}.txt").write_text(body, encoding="utf-8")
        with open(hostile / "records.jsonl", "w", encoding="utf-8") as records:
            for i, text in enumerate(texts):
                records.write(json.dumps({"id": HOSTILE[i], "text": text}) + "\n")
        self.file_of = {"samples.db": "samples/" + Path(SAMPLES[0]).name,
                        "hostile.db": str(sorted(hostile.glob("=*"))[0].relative_to(self.folder))}
        for db in self.file_of:
            done = self.run("index", "--db", db, db.removesuffix(".db"))
            if done.returncode != 0:
                sys.exit(f"indexing {db} fails: {done.stderr.decode()}")


def main(program, pages_program, source):
    with tempfile.TemporaryDirectory(prefix="leitong_manners_") as folder:
        manners = Manners(program, read_table(pages_program), Path(source), Path(folder))
        manners.make_stores()
        manners.text_ends_with_a_command_that_works("samples.db")
        manners.no_control_reaches_anybody("hostile.db")
        manners.texts_fit_the_terminal("samples.db")
        manners.texts_fit_the_terminal("hostile.db")
        manners.spreadsheets_compute_nothing("hostile.db")
        manners.programs_see_the_same_wherever_it_goes("hostile.db")
        manners.colour_is_as_asked("samples.db")
        manners.a_reader_that_leaves_is_no_trouble("samples.db")
        manners.a_full_disk_is_told("samples.db")
        manners.nothing_starts_a_pager("samples.db")
        manners.slips_of_the_pen_are_understood()
        manners.progress_is_for_terminals()
    print(f"{manners.checked} checks, {len(manners.problems)} problems")
    if manners.problems:
        sys.stdout.buffer.write("\n".join(manners.problems[:30]).encode("utf-8", "replace") + b"\n")
        sys.exit(1)


if __name__ == "__main__":
    main(*sys.argv[1:])
