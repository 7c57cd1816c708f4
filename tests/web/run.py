"""Makes reports and has a browser look at them.

Usage: run.py PROGRAM SOURCE_DIR BUILD_DIR

BUILD_DIR/node_modules holds playwright-core and axe-core (`./dev test` installs them); screenshots
and printed pages go to BUILD_DIR/shots. Exits 77, and says so, where node, those or Chromium are
not to be had.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "report"))
import hostile  # noqa: E402

SKIPPED = 77
SAMPLES = ("speeches", "regulations", "notices_en", "licences_en", "records.jsonl")
EPOCH = 1795392000  # 2026-11-23


def skip(why):
    print(f"SKIPPED: {why}; nothing was looked at in a browser", file=sys.stderr)
    sys.exit(SKIPPED)


def shared_of(source):
    shared = Path(os.environ.get("LEITONG_SHARED", source.parent / "shared"))
    return shared if shared.is_dir() else source.parent.parent / "shared"


class Reports:
    def __init__(self, program, scratch):
        self.program, self.scratch = str(Path(program).resolve()), scratch
        self.jobs = []

    def leitong(self, store, *words, day=0):
        environment = {**os.environ, "LEITONG_DB": str(self.scratch / f"{store}.db"),
                       "LC_ALL": "C.UTF-8", "SOURCE_DATE_EPOCH": str(EPOCH + day * 86400)}
        done = subprocess.run([self.program, *map(str, words)], env=environment,
                              capture_output=True, check=False)
        if done.returncode not in (0, 3):
            sys.exit(f"leitong {words}: {done.stderr.decode()}")

    def add(self, name, languages=("en", "zh"), words=(), pages=("index.html",), **more):
        for language in languages:
            folder = self.scratch / f"{name}-{language}"
            self.leitong(name, "report", "--out", folder, "--lang", language, *words, day=1)
            self.jobs.append({"name": name, "language": language, "folder": str(folder),
                              "pages": list(pages), **more})


def make_reports(reports, source):
    scratch = reports.scratch
    texts = scratch / "texts"
    texts.mkdir()
    for name in SAMPLES:
        from_path = source / "data" / name
        (shutil.copytree if from_path.is_dir() else shutil.copy)(from_path, texts / name)
    gone = texts / "speeches/01_economic_work_2022.txt"
    kept = gone.read_bytes()
    gone.unlink()
    reports.leitong("data", "index", texts)
    gone.write_bytes(kept)  # so that there is something new to tell
    reports.leitong("data", "index", texts, day=1)
    reports.add("data", words=("--since", "1"),
                pages=("index.html", "changes.html", "clusters.html", "documents.html",
                       "cluster:largest", "document:most", "document:compilation",
                       "templates.html", "template:most"),
                journey=True)
    (scratch / "nothing").mkdir()
    reports.leitong("empty", "index", scratch / "nothing")
    reports.add("empty", pages=("index.html", "clusters.html", "documents.html"))
    for language in ("en", "zh"):
        folder = scratch / f"check-{language}"
        folder.mkdir()
        reports.leitong("data", "check", "--lang", language, "--out", folder / "index.html",
                        *sorted((texts / "speeches").glob("0*.txt")))
        (folder / "report.json").write_text("{}", encoding="utf-8")
        reports.jobs.append({"name": "check", "language": language, "folder": str(folder),
                             "pages": ["index.html"]})
    hostile.make(scratch / "hostile")
    reports.leitong("hostile", "index", scratch / "hostile")
    reports.add("hostile", languages=("en",), pages=("index.html", "clusters.html"), every=True)
    shared = shared_of(source) / "corpora"
    for name in ("seeds", "tw-law"):
        if (shared / name).is_dir():
            reports.leitong(name, "index", shared / name)
            reports.add(name, pages=("index.html", "cluster:largest", "document:most"))
        else:
            print(f"SKIPPED: {shared / name} is not there", file=sys.stderr)


def main(program, source, build):
    source, build = Path(source).resolve(), Path(build).resolve()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if not shutil.which("node"):
        skip("there is no node")
    if not chromium:
        skip("there is no chromium")
    for package in ("playwright-core", "axe-core"):
        if not (build / "node_modules" / package).is_dir():
            skip(f"{package} is not in {build / 'node_modules'}")
    shots = build / "shots"
    shutil.rmtree(shots, ignore_errors=True)
    shots.mkdir(parents=True)
    with tempfile.TemporaryDirectory(prefix="leitong_web_") as scratch:
        reports = Reports(program, Path(scratch))
        make_reports(reports, source)
        work = {"jobs": reports.jobs, "chromium": chromium,
                "pdftotext": shutil.which("pdftotext"), "shots": str(shots),
                "profile": str(Path(scratch) / "profile"), "modules": str(build / "node_modules")}
        done = subprocess.run(["node", str(HERE / "reports.mjs")], input=json.dumps(work).encode(),
                              check=False)
    sys.exit(done.returncode)


if __name__ == "__main__":
    main(*sys.argv[1:])
