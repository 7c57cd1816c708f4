"""Whether shells complete what the option table holds.

Usage: completions.py PAGES_PROGRAM SOURCE_DIR SHELL     SHELL is bash, zsh or fish

bash and fish are asked for real: each command, each option of each command, each choice, files
where a file is meant, nothing where nothing is known. zsh, whose completion needs a terminal, reads
the file and hands _arguments to a stand-in that prints what it was told. Exits 77 where the shell
is not installed.
"""

import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from option_table import read_table  # noqa: E402

FILES = ("one.txt", "two words.txt")
FOLDER = "folder"


def kind_of(option):
    if not option.value:
        return "nothing"
    return {"FILE": "file", "DIR": "folder"}.get(option.value,
                                                 "choice" if option.choices else "anything")


def kind_of_arguments(command):
    words = re.findall("[A-Z]+", command.arguments)
    for word, kind in (("COMMAND", "command"), ("PATH", "file"), ("FILE", "file"), ("DIR", "folder")):
        if word in words:
            return kind
    return "anything" if words else "nothing"


def values_wanted(kind, option, names):
    return {"file": {*FILES, FOLDER}, "folder": {FOLDER}, "command": set(names),
            "choice": set(option.choices) if option else set()}.get(kind, set())


def questions(table):
    """Words typed so far (the last one is to be completed), and the answers that must come."""
    names = list(table)
    yield [""], set(names)
    yield ["--db", "x", ""], set(names)
    yield ["--db", "query", "in"], {"index"}
    for command in table.values():
        yield [command.name[:-1]], {n for n in names if n.startswith(command.name[:-1])}
        options = {f"--{o.name}" for o in command.options}
        yield [command.name, "--"], options
        yield ["--lang", "en", command.name, "--"], options
        for option in command.options:
            wanted = values_wanted(kind_of(option), option, names)
            if kind_of(option) != "nothing":
                yield [command.name, f"--{option.name}", ""], wanted
            for choice in option.choices:
                yield [command.name, f"--{option.name}={choice[:-1]}"], {
                    c for c in option.choices if c.startswith(choice[:-1])}
            if option.letter and option.choices:
                yield [command.name, f"-{option.letter}", ""], wanted
        kind = kind_of_arguments(command)
        yield [command.name, ""], values_wanted(kind, None, names)


def run(command, script, folder):
    done = subprocess.run(command, input=script.encode(), cwd=folder, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, check=False, timeout=120)
    if done.returncode != 0 or done.stderr:
        sys.exit(f"{command[0]} fails with {done.returncode}: {done.stderr.decode()}")
    return done.stdout.decode()


def ask_bash(file, asked, folder):
    script = f"source {shlex.quote(str(file))}\n"
    script += "ask() { COMP_WORDS=(leitong \"$@\"); COMP_CWORD=$#; COMPREPLY=(); _leitong;\n"
    script += "printf '%s\\n' \"${COMPREPLY[@]}\"; echo '=== end'; }\n"
    for words, _ in asked:
        split = []
        for word in words:  # as bash does: '=' is a word of its own
            split += [w for w in re.split("(=)", word) if w] or [word]
        if words[-1].endswith("="):
            split.append("")
        script += "ask " + " ".join(map(shlex.quote, split)) + "\n"
    return run(["bash", "--norc", "--noprofile"], script, folder).split("=== end\n")[:-1]


def ask_fish(file, asked, folder):
    script = f"complete -c leitong -e; source {shlex.quote(str(file))}\n"
    for words, _ in asked:
        line = "leitong " + " ".join(words)
        script += f"complete -C {shlex.quote(line)}; echo '=== end'\n"
    answers = run(["fish", "--no-config"], script, folder).split("=== end\n")[:-1]
    cleaned = []
    for answer in answers:
        lines = [line.split("\t")[0].rstrip("/") for line in answer.splitlines()]
        # fish repeats --name= before what completes it.
        cleaned.append("\n".join(re.sub(r"^--[a-z-]+=", "", line) if "=" in line else line
                                 for line in lines))
    return cleaned


def check_answers(asked, answers, problems):
    if len(asked) != len(answers):
        problems.append(f"{len(asked)} questions, {len(answers)} answers")
    for (words, wanted), answer in zip(asked, answers):
        came = {line for line in answer.splitlines() if line}
        if came != wanted:
            problems.append(f"leitong {' '.join(words)}| gives {sorted(came)} instead of "
                            f"{sorted(wanted)}")


ZSH = """
_arguments() { print -r -- "=== $words[1]"; print -rl -- "$@"; state=rest; }
_describe() { :; }
compdef() { :; }
source $1
for command in ${@:2}; do words=($command); _leitong; done
"""


def check_zsh(file, table, folder, problems):
    subprocess.run(["zsh", "-f", "-n", str(file)], check=True)
    done = subprocess.run(["zsh", "-f", "-c", ZSH, "zsh", str(file), *table], cwd=folder,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    if done.returncode != 0 or done.stderr:
        sys.exit(f"zsh fails: {done.stderr.decode()}")
    told = {}
    for part in done.stdout.decode().split("=== ")[1:]:
        name, *lines = part.splitlines()
        told.setdefault(name, []).append(lines)
    for command in table.values():
        # The first call is that of the program's own options, the second of the command's.
        specifications = told[command.name][1]
        came = {m[1] for m in (re.match(r"--([a-z-]+)=?\[", s) for s in specifications) if m}
        wanted = {o.name for o in command.options}
        if came != wanted:
            problems.append(f"zsh: {command.name} is told {came ^ wanted} too many or too few")
        for option in command.options:
            if option.choices and not any(s.startswith(f"--{option.name}=") and
                                          s.endswith(f":({' '.join(option.choices)})")
                                          for s in specifications):
                problems.append(f"zsh: {command.name} --{option.name} lacks its choices")


def main(pages_program, source, shell):
    if not shutil.which(shell):
        print(f"SKIPPED: {shell} is not installed")
        return 77
    table = read_table(pages_program)
    completions = Path(source).resolve() / "docs/completions"
    problems = []
    with tempfile.TemporaryDirectory(prefix="leitong_completions_") as temporary:
        folder = Path(temporary)
        for name in FILES:
            (folder / name).touch()
        (folder / FOLDER).mkdir()
        asked = list(questions(table))
        if shell == "bash":
            check_answers(asked, ask_bash(completions / "leitong.bash", asked, folder), problems)
        elif shell == "fish":
            check_answers(asked, ask_fish(completions / "leitong.fish", asked, folder), problems)
        else:
            check_zsh(completions / "_leitong", table, folder, problems)
    print(f"{shell}: {len(asked)} questions, {len(problems)} wrong")
    if problems:
        print("\n".join(problems[:20]))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
