"""Tables, archives and compressed files, read by `leitong index` from real ones.

Usage: packed.py PROGRAM SOURCE_DIR

What is packed must give the same paragraphs as what it was packed from, under names that say where
it stands; what cannot be read must be named, cost nothing else, and lose nothing.
"""

import csv
import gzip
import io
import json
import lzma
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

SPEECHES = ("01_economic_work_2022.txt", "06_work_safety_edited.txt", "13_flood_control.txt")


class Store:
    def __init__(self, program, folder):
        self.program = program
        self.db = str(folder / "packed.db")

    def run(self, *arguments):
        return subprocess.run([self.program, "--db", self.db, "--lang", "en", *arguments],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)

    def index(self, path, status, *arguments):
        done = self.run("index", "--json", *arguments, str(path))
        if done.returncode != status:
            sys.exit(f"index {path}: status {done.returncode}, not {status}\n{done.stderr.decode()}")
        return done.stderr.decode()

    def documents(self):
        done = self.run("documents", "--json")
        records = map(json.loads, done.stdout.splitlines())
        return {r["document"]: r for r in records if r["type"] == "document"}

    def texts(self):
        """The paragraphs' texts and the number of each, whatever document they stand in."""
        done = self.run("export")
        records = [json.loads(line) for line in done.stdout.splitlines()]
        return sorted(json.dumps(r.get("text"), ensure_ascii=False) for r in records if "text" in r)


def expect(holds, what):
    print(f"{'ok  ' if holds else 'FAIL'} {what}")
    if not holds:
        sys.exit(1)


def gbk_zip(path, members):
    """As Chinese Windows packs: names in GBK, and no flag that says so."""
    stand_ins = {str(i) * len(name.encode("gbk")): name for i, name in enumerate(members)}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for stand_in, name in stand_ins.items():
            archive.writestr(stand_in, members[name])
    raw = path.read_bytes()
    for stand_in, name in stand_ins.items():
        raw = raw.replace(stand_in.encode(), name.encode("gbk"))
    path.write_bytes(raw)


def fresh(program, folder, name):
    place = folder / name
    place.mkdir()
    return Store(program, place), place


def archives(program, speeches, folder):
    plain, _ = fresh(program, folder, "plain")
    source = folder / "speeches"
    source.mkdir()
    for name in SPEECHES:
        (source / name).write_bytes((speeches / name).read_bytes())
    plain.index(source, 0)
    wanted = plain.texts()
    members = {"讲话/" + name: (speeches / name).read_bytes() for name in SPEECHES}

    def make_zip(path):
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in members.items():
                archive.writestr(name, data)
            archive.writestr("__MACOSX/讲话/._x.txt", b"\0\5\x16\7")
            archive.writestr(".hidden/a.txt", "不该读到的文字，不该读到的文字。")
            archive.writestr("scan.pdf", b"%PDF-1.4")

    def make_tar(mode):
        def make(path):
            with tarfile.open(path, mode) as archive:
                for name, data in members.items():
                    info = tarfile.TarInfo(name)
                    info.size = len(data)
                    archive.addfile(info, io.BytesIO(data))
        return make

    for file, make in (("a.zip", make_zip), ("b.zip", lambda p: gbk_zip(p, members)),
                       ("c.tar", make_tar("w")), ("d.tar.gz", make_tar("w:gz")),
                       ("e.tgz", make_tar("w:gz")), ("f.tar.xz", make_tar("w:xz")),
                       ("g.tar.bz2", make_tar("w:bz2"))):
        store, place = fresh(program, folder, "store_" + file)
        make(place / file)
        said = store.index(place / file, 0)
        expect(store.texts() == wanted, f"{file}: the texts of the folder {said}")
        expect(sorted(store.documents()) == [f"{file}#讲话/{n}" for n in SPEECHES], f"{file}: names")
        again = store.run("index", "--json", str(place / file))
        summary = json.loads(again.stdout.splitlines()[-1])
        expect(summary["documents_unchanged"] == 3, f"{file}: not read again")

        # Half an archive: the other half was not taken back.
        whole = (place / file).read_bytes()
        (place / file).write_bytes(whole[:len(whole) // 2])
        expect("cannot be read on" in store.index(place / file, 3), f"{file}: damage is named")
        expect(store.texts() == wanted, f"{file}: nothing is lost by damage")
        (place / file).write_bytes(whole)
        store.index(place / file, 0)
        expect(store.texts() == wanted, f"{file}: whole again")


def compressed(program, data, folder):
    plain, _ = fresh(program, folder, "records")
    plain.index(data / "records.jsonl", 0)
    for file, opener in (("records.jsonl.gz", gzip.open), ("records.jsonl.xz", lzma.open)):
        store, place = fresh(program, folder, "store_" + file)
        with opener(place / file, "wb") as out:
            out.write((data / "records.jsonl").read_bytes())
        store.index(place / file, 0)
        expect(store.texts() == plain.texts(), f"{file}: the same texts")
        expect(sorted(store.documents()) ==
               sorted(n.replace("records.jsonl", file) for n in plain.documents()), f"{file}: names")


def tables(program, data, folder):
    plain, _ = fresh(program, folder, "lines")
    plain.index(data / "records.jsonl", 0)
    rows = [json.loads(line) for line in (data / "records.jsonl").read_text("utf-8").splitlines()]
    for file, separator, encoding in (("t.csv", ",", "utf-8-sig"), ("t.tsv", "\t", "utf-16"),
                                      ("u.csv", ";", "gb18030")):
        store, place = fresh(program, folder, "store_" + file)
        with (place / file).open("w", encoding=encoding, newline="") as out:
            writer = csv.writer(out, delimiter=separator)
            writer.writerow(["编号", "备注", "正文"])
            for row in rows:
                writer.writerow([row["id"], "x", row["text"]])
        store.index(place / file, 0, "--text-field", "正文", "--id-field", "编号")
        expect(store.texts() == plain.texts(), f"{file}: the same texts")
        expect(sorted(store.documents()) ==
               sorted(n.replace("records.jsonl", file) for n in plain.documents()), f"{file}: names")
    store, place = fresh(program, folder, "no_column")
    (place / "x.csv").write_text("a,b\n1,2\n", "utf-8")
    said = store.index(place / "x.csv", 3)
    expect("--text-field" in said and "a, b" in said, f"a missing column is named: {said.strip()}")
    (place / "texts.csv").write_text("text\n防汛责任要落实到人，不得有误。\n", "utf-8")
    store.index(place, 0, "--root", "folder")
    expect(list(store.documents()) == ["folder/texts.csv#2"], "in a folder it is passed over")


def hostile(program, folder):
    store, place = fresh(program, folder, "hostile")
    good = "汛期将至，各镇要把责任落实到人，确保群众安全度汛，不得有误。"
    with zipfile.ZipFile(place / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("0.txt", good)
        for i in range(6):
            archive.writestr(f"{i + 1}.txt", b"A" * (50 << 20))
    with zipfile.ZipFile(place / "names.zip", "w") as archive:
        archive.writestr("../../etc/passwd.txt", good + "一")
        archive.writestr("<script>alert(1)</script>.txt", good + "二")
        archive.writestr("inner.zip", b"PK\3\4")
    (place / "not.zip").write_bytes(b"this is no archive at all")
    (place / "empty.zip").write_bytes(b"PK\5\6" + b"\0" * 18)
    (place / "good.txt").write_text(good + "三", "utf-8")
    said = store.index(place, 3, "--root", "h")
    expect("bomb.zip" in said and "bytes" in said, "a bomb is named")
    expect("not.zip" in said, "what is no archive is named")
    names = set(store.documents())
    expect({"h/names.zip#../../etc/passwd.txt", "h/names.zip#<script>alert(1)</script>.txt",
            "h/good.txt", "h/bomb.zip#0.txt"} <= names, f"the rest was read: {sorted(names)}")
    expect(not Path("/etc/passwd.txt").exists(), "nothing is unpacked to disk")


def main():
    program, source = sys.argv[1], Path(sys.argv[2])
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        archives(program, source / "data" / "speeches", folder)
        compressed(program, source / "data", folder)
        tables(program, source / "data", folder)
        hostile(program, folder)


if __name__ == "__main__":
    main()
