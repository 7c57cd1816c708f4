"""Golden cases: a command line, and all that it must say.

Usage: run.py PROGRAM SOURCE_DIR CASE        runs tests/golden/CASE (CASE is COMMAND/NAME)
       run.py --orphans SOURCE_DIR CASE…     fails if tests/golden holds what no case reads
       run.py --coverage PAGES_PROGRAM SOURCE_DIR   fails if a command lacks its case COMMAND/matrix

A case is a folder tests/golden/COMMAND/NAME of files:

args     the command line after `leitong`, in shell words; may hold $THREADS
setup    optional: a shell script that runs before (`leitong` is the program, a failure fails the
         case unless the script deals with it); may use $THREADS
stdin    optional: standard input of the command; else it is empty
env      optional: KEY=VALUE a line
mask     optional: REGEX => REPLACEMENT a line, applied to both outputs (Python's re)
stdout, stderr, status   what must come out, to the letter
matrix   optional: formats of the command (text jsonl csv) in which the case is run; text in both
         languages, at 80 and 200 columns. What must come out is then in stdout.text-en-80,
         stdout.text-zh-200, stdout.jsonl …; likewise stderr.…, which is left out where it is empty

The case runs in a scratch folder with copies of the repository's data/ and of tests/golden/corpus/*
(a few tiny files that most cases index), 80 columns, English, and the date 2026-11-23. If it mentions
$THREADS it runs with 1 and with 4, and must say the same. Times and rates are masked, and the path of
the scratch folder is HERE. LEITONG_UPDATE_GOLDEN=1 writes what came out instead of comparing it.
"""

import difflib
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

INPUTS = ("args", "setup", "stdin", "env", "mask", "matrix")
OUTPUTS = ("stdout", "stderr", "status")
NOT_IN_MATRIX = ("serve",)  # does not end by itself
TIMEOUT_SECONDS = 120
EPOCH = "1795392000"  # 2026-11-23
CORPUS = "tests/golden/corpus"
TIMES = [
    (r"\d+\.\d s(, \d+\.\d MB/s)?", "T s"),
    (r"用时 \d+\.\d 秒(，\d+\.\d MB/s)?", "用时 T 秒"),
    (r'"seconds":\d+\.\d+', '"seconds":T'),
]


def read(path, default=""):
    # Bytes that are no UTF-8 survive the round trip; line ends are compared, too.
    if not path.is_file():
        return default
    return path.read_bytes().decode("utf-8", "surrogateescape")


def masks_of(case):
    masks = list(TIMES)
    for line in read(case / "mask").splitlines():
        pattern, arrow, replacement = line.partition(" => ")
        if not arrow:
            sys.exit(f"{case / 'mask'}: a line is REGEX => REPLACEMENT, but this is: {line}")
        masks.append((pattern, replacement))
    return masks


def masked(data, masks, scratch):
    text = data.decode("utf-8", "surrogateescape").replace(str(scratch.resolve()), "HERE")
    for pattern, replacement in masks:
        text = re.sub(pattern, replacement, text)
    return text


def environment_of(case, program, scratch, threads):
    environment = {k: v for k, v in os.environ.items()
                   if not k.startswith(("LEITONG_", "LC_")) and k not in ("LANG", "NO_COLOR")}
    environment.update(LANG="C.UTF-8", TZ="UTC", COLUMNS="80", TERM="dumb", HOME=str(scratch),
                       SOURCE_DATE_EPOCH=EPOCH, THREADS=str(threads))
    bin_folder = scratch.parent / "bin"
    bin_folder.mkdir()
    (bin_folder / "leitong").symlink_to(Path(program).resolve())
    environment["PATH"] = f"{bin_folder}{os.pathsep}{environment.get('PATH', '')}"
    for line in read(case / "env").splitlines():
        key, _, value = line.partition("=")
        environment[key] = value
    return environment


def run_once(program, source, case, threads, more=(), columns=None):
    with tempfile.TemporaryDirectory(prefix="leitong_golden_") as temporary:
        scratch = Path(temporary) / "work"
        scratch.mkdir()
        for folder in [source / "data", *sorted((source / CORPUS).glob("*"))]:
            if folder.is_dir():
                shutil.copytree(folder, scratch / folder.name, symlinks=True)
        environment = environment_of(case, program, scratch, threads)
        environment.update({"COLUMNS": str(columns)} if columns else {})
        if (case / "setup").is_file():
            setup = subprocess.run(["sh", "-eu", str(case / "setup")], cwd=scratch, env=environment,
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                   stderr=subprocess.STDOUT, timeout=TIMEOUT_SECONDS, check=False)
            if setup.returncode != 0:
                sys.exit(f"setup failed with {setup.returncode}:\n"
                         f"{setup.stdout.decode('utf-8', 'replace')}")
        words = [*shlex.split(read(case / "args").replace("$THREADS", str(threads))), *more]
        done = subprocess.run([str(Path(program).resolve()), *words], cwd=scratch, env=environment,
                              input=read(case / "stdin").encode("utf-8", "surrogateescape"),
                              capture_output=True, timeout=TIMEOUT_SECONDS, check=False)
        masks = masks_of(case)
        return {"stdout": masked(done.stdout, masks, scratch),
                "stderr": masked(done.stderr, masks, scratch), "status": f"{done.returncode}\n"}


def variations(formats):
    """Name, more words and columns of each way in which a matrix runs its command."""
    for form in formats:
        if form != "text":
            yield form, ("--format", form), 80
            continue
        for language in ("en", "zh"):
            for columns in (80, 200):
                yield f"text-{language}-{columns}", ("--lang", language), columns


def run_matrix(program, source, case):
    formats = read(case / "matrix").split()
    came = {"status": set()}
    for name, more, columns in variations(formats):
        output = run_once(program, source, case, 1, more, columns)
        came["status"].add(output["status"])
        came[f"stdout.{name}"] = output["stdout"]
        if output["stderr"]:
            came[f"stderr.{name}"] = output["stderr"]
    came["status"] = "".join(sorted(came["status"]))
    return came


def run_matrix_case(program, source, name):
    case = source / "tests/golden" / name
    came = run_matrix(program, source, case)
    kept = {p.name for p in case.iterdir()} - set(INPUTS)
    if os.environ.get("LEITONG_UPDATE_GOLDEN") == "1":
        for output in kept - came.keys():
            (case / output).unlink()
        for output, text in came.items():
            (case / output).write_bytes(text.encode("utf-8", "surrogateescape"))
        return
    failures = "".join(f"{name}: nothing gives {output}\n" for output in sorted(kept - came.keys()))
    for output, text in came.items():
        failures += differences(read(case / output), text, output)
    fail_with(failures, case)


def differences(wanted, got, name):
    lines = difflib.unified_diff(wanted.splitlines(keepends=True), got.splitlines(keepends=True),
                                 f"{name} wanted", f"{name} came")
    return "".join(line if line.endswith("\n") else line + "\n\\ no line end\n" for line in lines)


def run_case(program, source, name):
    case = source / "tests/golden" / name
    if not (case / "args").is_file():
        sys.exit(f"{name} has no args")
    with_threads = any("THREADS" in read(case / part) for part in ("args", "setup"))
    outputs = {threads: run_once(program, source, case, threads)
               for threads in ((1, 4) if with_threads else (1,))}
    came = outputs[1]
    failures = ""
    for output in OUTPUTS:
        if with_threads:
            failures += differences(came[output], outputs[4][output], f"{output} of 1 and 4 threads")
    if os.environ.get("LEITONG_UPDATE_GOLDEN") == "1" and not failures:
        for output in OUTPUTS:
            (case / output).write_bytes(came[output].encode("utf-8", "surrogateescape"))
        return
    for output in OUTPUTS:
        if not (case / output).is_file():
            failures += f"{name} has no {output}; LEITONG_UPDATE_GOLDEN=1 writes it\n"
        failures += differences(read(case / output), came[output], output)
    fail_with(failures, case)


def fail_with(failures, case):
    if failures:
        sys.stdout.flush()
        sys.stdout.buffer.write(failures.encode("utf-8", "surrogateescape"))
        sys.exit(f"{case.parent.name}/{case.name}: leitong {read(case / 'args').strip()}")


def find_orphans(source, names):
    golden = source / "tests/golden"
    known = {golden / "run.py"}
    for name in names:
        known.update(golden / name / part for part in INPUTS + OUTPUTS)
        # run_matrix_case compares what a matrix keeps with what it gives.
        if (golden / name / "matrix").is_file():
            known.update((golden / name).glob("std???.*"))
    corpus = source / CORPUS
    orphans = [p for p in sorted(golden.rglob("*"))
               if p.is_file() and p not in known and corpus not in p.parents
               and "__pycache__" not in p.parts]
    for orphan in orphans:
        print(f"no case reads {orphan.relative_to(source)}")
    if orphans or not names:
        sys.exit(f"{len(orphans)} orphans, {len(names)} cases")


def check_coverage(pages_program, source):
    sys.path.insert(0, str(source / "tests/support"))
    from option_table import read_table  # pylint: disable=import-outside-toplevel

    problems = []
    for command in read_table(pages_program).values():
        wanted = next(o.choices for o in command.options if o.name == "format")
        if command.name == "help":  # is for people only
            wanted = ["text"]
        case = source / "tests/golden" / command.name / "matrix"
        formats = read(case / "matrix").split()
        if command.name not in NOT_IN_MATRIX and sorted(formats) != sorted(wanted):
            problems.append(f"{case.relative_to(source)} runs in {formats}, not in {wanted}")
    if problems:
        sys.exit("\n".join(problems))


def main(args):
    if len(args) >= 2 and args[0] == "--orphans":
        find_orphans(Path(args[1]).resolve(), args[2:])
    elif len(args) == 3 and args[0] == "--coverage":
        check_coverage(args[1], Path(args[2]).resolve())
    elif len(args) == 3:
        source = Path(args[1]).resolve()
        is_matrix = (source / "tests/golden" / args[2] / "matrix").is_file()
        (run_matrix_case if is_matrix else run_case)(args[0], source, args[2])
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
