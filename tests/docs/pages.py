"""Whether docs/man and docs/completions are what the option table says.

Usage: pages.py PAGES_PROGRAM SOURCE_DIR

Makes them again and compares; LEITONG_UPDATE_GOLDEN=1 writes them instead. Then walks the table:
each option must stand in the page of its command, each command in the program's page. mandoc, if
it is installed, must find nothing to say.
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

TABLE = re.compile(r"(<!-- made from the option table: commands (\w+) -->\n(?:\|.*\n\|-.*\n))"
                   r"((?:\|.*\n)*)(<!-- end -->)")
FOLDERS = ("man", "completions")


def files_below(folder):
    return {p.relative_to(folder).as_posix(): p.read_bytes()
            for part in FOLDERS for p in sorted((folder / part).rglob("*")) if p.is_file()}


def compare(made, kept):
    for name in sorted(made.keys() | kept.keys()):
        if name not in kept:
            yield f"docs/{name} is missing"
        elif name not in made:
            yield f"docs/{name} is of no command"
        elif made[name] != kept[name]:
            yield f"docs/{name} is not what the option table says"


def spelt(text):
    """Roff back to what is read."""
    text = re.sub(r"\\f[BIP]", "", text)
    return text.replace("\\-", "-").replace("\\(aq", "'").replace("\\&", "").replace("\\e", "\\")


def terms_of(page):
    lines = spelt(page).splitlines()
    return {lines[i + 1] for i in range(len(lines) - 1) if lines[i] == ".TP"}


def check_tables(pages_program, docs):
    """The tables of commands in the guides."""
    update = os.environ.get("LEITONG_UPDATE_GOLDEN") == "1"
    for path in sorted(docs.rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        for found in TABLE.finditer(text):
            done = subprocess.run([pages_program, "commands", found[2]], check=True,
                                  stdout=subprocess.PIPE)
            rows = done.stdout.decode("utf-8")
            if update:
                text = text.replace(found[0], found[1] + rows + found[4])
            elif rows != found[3]:
                yield f"{path.name}: the table of commands is not what the option table says"
        if update:
            path.write_text(text, encoding="utf-8")


def walk(table, made):
    for language in ("", "zh_CN/"):
        program_terms = terms_of(made[f"man/{language}leitong.1"].decode())
        for command in table.values():
            if not any(t.split(" ")[0] == command.name for t in program_terms):
                yield f"{language}leitong(1) does not name {command.name}"
            page = "leitong" if command.name == "help" else f"leitong-{command.name}"
            terms = terms_of(made[f"man/{language}{page}.1"].decode()) | program_terms
            for option in command.options:
                wanted = (f"-{option.letter}, " if option.letter else "") + f"--{option.name}"
                value = f" {option.value}" if option.value else ""
                # The program's page has one --format for all.
                if command.name == "help" and option.name == "format":
                    value = " text|jsonl|csv"
                if wanted + value not in terms:
                    yield f"{language}{page}(1) does not explain {wanted}"


def lint(docs):
    if not shutil.which("mandoc"):
        print("NOT CHECKED: mandoc is not installed")
        return
    for page in sorted((docs / "man").rglob("*.1")):
        # It counts the columns of Chinese as those of \\[u…], so length is judged in English only.
        level = "warning" if page.parent.name == "zh_CN" else "style"
        done = subprocess.run(["mandoc", "-T", "lint", "-W", level, str(page)],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        if done.returncode != 0 or done.stdout:
            yield done.stdout.decode("utf-8", "replace").strip() or f"mandoc fails on {page.name}"


def main(pages_program, source):
    docs = Path(source) / "docs"
    table = read_table(pages_program)
    with tempfile.TemporaryDirectory(prefix="leitong_pages_") as folder:
        subprocess.run([pages_program, "write", folder], check=True)
        made = files_below(Path(folder))
        if os.environ.get("LEITONG_UPDATE_GOLDEN") == "1":
            for part in FOLDERS:
                shutil.rmtree(docs / part, ignore_errors=True)
                shutil.copytree(Path(folder) / part, docs / part)
        problems = [*compare(made, files_below(docs)), *walk(table, made), *lint(docs),
                    *check_tables(pages_program, docs)]
    print(f"{len(made)} files, {len(table)} commands, "
          f"{sum(len(command.options) for command in table.values())} options")
    if problems:
        sys.exit("\n".join(problems) + "\nLEITONG_UPDATE_GOLDEN=1 makes them again")


if __name__ == "__main__":
    main(*sys.argv[1:])
