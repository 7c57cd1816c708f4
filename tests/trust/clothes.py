"""Whether text in other clothes is the same text.

Usage: clothes.py PROGRAM SOURCE_DIR TRADITIONAL CHECK     (CHECK: seeds, data)

TRADITIONAL is the program that writes standard input in Traditional characters. The seed speeches
(CHECK seeds; data: the speeches of data/) are re-encoded and rewritten in forms that normalisation
folds. Each form alone must score as the original does (seeds), with every position at the right
bytes of the text as decoded; beside the original each paragraph and its copies must be `identical`.
"""

import json
import random
import subprocess
import sys
from pathlib import Path

import trust

FULL_WIDTH = {c: c + 0xFEE0 for c in [*range(ord("0"), ord("9") + 1), *range(ord("A"), ord("Z") + 1),
                                      *range(ord("a"), ord("z") + 1)]}
OTHER_SIGNS = str.maketrans({
    "“": "「", "”": "」", "‘": "『", "’": "』", "—": "―", "·": "•", "…": "⋯", "，": ",", "；": ";",
    "：": ":", "？": "?", "！": "!", "（": "(", "）": ")", "。": "．", "、": "､"})
ZERO_WIDTH = "\u200b\u200c\u2060\ufeff\u00ad"


def between(text, rng, inserted, rate):
    """Puts signs between characters, never within a number or beside a sign that masks."""
    out = []
    for line in text.split("\n"):
        for at, c in enumerate(line):
            out.append(c)
            follows = line[at + 1:at + 2]
            is_plain = "\u4e00" <= c <= "\u9fff" and "\u4e00" <= follows <= "\u9fff"
            if is_plain and rng.random() < rate:
                out.append(rng.choice(inserted))
        out.append("\n")
    return "".join(out[:-1])


def forms(traditional):
    """Name → function from text to the bytes of a file."""
    rng = random.Random(23)

    def utf8(change):
        return lambda text: change(text).encode("utf-8")

    def in_traditional(text):
        return subprocess.run([traditional], input=text.encode("utf-8"), stdout=subprocess.PIPE,
                              check=True).stdout.decode("utf-8")

    return {
        "gb18030": lambda text: text.encode("gb18030"),
        "utf16le": lambda text: b"\xff\xfe" + text.encode("utf-16-le"),
        "utf16be": lambda text: b"\xfe\xff" + text.encode("utf-16-be"),
        "utf16le_no_mark": lambda text: text.encode("utf-16-le"),
        "utf8_mark": lambda text: b"\xef\xbb\xbf" + text.encode("utf-8"),
        # What Big5 cannot say stays a question of the text: the whole file must be sayable.
        "big5": lambda text: in_traditional(text).encode("big5hkscs"),
        "crlf": utf8(lambda text: text.replace("\n", "\r\n")),
        "cr": utf8(lambda text: text.replace("\n", "\r")),
        "traditional": utf8(in_traditional),
        "full_width": utf8(lambda text: text.translate(FULL_WIDTH)),
        "ideographic_space": utf8(lambda text: "\n".join(
            "\u3000\u3000" + line if line.strip() else line for line in text.split("\n"))),
        "zero_width": utf8(lambda text: between(text, rng, ZERO_WIDTH, 0.1)),
        "spaces": utf8(lambda text: between(text, rng, [" ", "\u3000", "\u00a0", "\t", "  "], 0.05)),
        "signs": utf8(lambda text: text.translate(OTHER_SIGNS)),
    }


def encodable(text, name, form):
    try:
        return form(text)
    except UnicodeEncodeError as error:
        print(f"{name}: cannot be said in it ({error.object[error.start]!r}); left out")
        return None


def decoded(name, data):
    """The text as leitong must decode it, as UTF-8 without a mark."""
    codec = {"gb18030": "gb18030", "utf16le": "utf-16", "utf16be": "utf-16",
             "utf16le_no_mark": "utf-16-le", "big5": "big5hkscs", "utf8_mark": "utf-8-sig"}
    return data.decode(codec.get(name, "utf-8")).encode("utf-8")


def check_positions(store, texts, failures, what):
    """Every position of every listing is a paragraph's, and its bytes are that paragraph's."""
    ranges = {}
    count = 0

    def ref(record):
        nonlocal count
        count += 1
        data = texts.get(record["document"])
        if not failures.expect(f"{what}: a document of ours", data is not None, record):
            return
        begin, end = record["begin"], record["end"]
        try:
            text = data[begin:end].decode("utf-8")
        except UnicodeDecodeError:
            failures.expect(f"{what}: positions at characters", False, record)
            return
        good = bool(text.strip()) and "\n" not in text.strip("\r\n") and text == text.strip()
        failures.expect(f"{what}: a position holds a paragraph", good, (record, text[:40]))
        before = ranges.setdefault((record["document"], record["paragraph"]), (begin, end))
        failures.expect(f"{what}: one paragraph, one position", before == (begin, end), record)

    for pair in store.run("pairs", "--json").records("pair"):
        for side in "ab":
            ref(pair[side])
            for run in pair.get("runs", []):
                begin, end = run[side]
                failures.expect(f"{what}: runs lie in their paragraph",
                                pair[side]["begin"] <= begin < end <= pair[side]["end"], pair)
                try:
                    texts[pair[side]["document"]][begin:end].decode("utf-8")
                except UnicodeDecodeError:
                    failures.expect(f"{what}: runs end at characters", False, pair)
    for cluster in store.run("clusters", "--json").records("cluster"):
        for member in cluster["members"]:
            ref(member)
    return count


def beside_the_originals(program, folder, originals, changed, failures):
    """Paragraph n of the copy is `identical` to paragraph n of the original."""
    for name, copies in changed.items():
        where = folder / f"beside_{name}"
        (where / "original").mkdir(parents=True)
        (where / name).mkdir()
        for file, text in originals.items():
            if file in copies:
                (where / "original" / file).write_bytes(text.encode("utf-8"))
                (where / name / file).write_bytes(copies[file])
        store = trust.Store(program, where / "beside.db")
        store.run("index", where / "original", where / name)
        identical = set()
        for pair in store.run("pairs", "--json", "--relation", "identical").records("pair"):
            a, b = pair["a"], pair["b"]
            identical.add(frozenset(((a["document"], a["paragraph"]),
                                     (b["document"], b["paragraph"]))))
        # The rest are stock: too short or structure. Which ones, the originals beside an exact copy
        # say.
        (where / "same").mkdir()
        for file in copies:
            (where / "same" / file).write_bytes(originals[file].encode("utf-8"))
        plain = trust.Store(program, where / "plain.db")
        plain.run("index", where / "original", where / "same")
        wanted = set()
        for pair in plain.run("pairs", "--json", "--relation", "identical").records("pair"):
            documents = {pair["a"]["document"].split("/")[0], pair["b"]["document"].split("/")[0]}
            key = frozenset((ref["document"].replace("same/", f"{name}/"), ref["paragraph"])
                            for ref in (pair["a"], pair["b"]))
            if documents == {"original", "same"}:
                wanted.add(key)
        missing = wanted - identical
        failures.expect(f"{name}: {len(wanted) - len(missing)} of {len(wanted)} identical beside "
                        "the originals", wanted and not missing, sorted(map(sorted, missing))[:3])
        failures.expect(f"{name}: sound", store.problems() == "", store.problems())


def score(shared, folder, store):
    names = {}
    for listing in ("clusters", "pairs", "works"):
        path = folder / f"{listing}.jsonl"
        path.write_bytes(store.run(listing, "--json").out)
        names[listing] = str(path)
    done = subprocess.run([sys.executable, "-B", str(shared / "eval" / "score.py"), "seeds",
                           *(part for name, path in names.items() for part in (f"--{name}", path))],
                          stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def main():
    program, source, traditional, check = trust.arguments("TRADITIONAL", "CHECK")
    failures = trust.Failures()
    if check == "seeds":
        shared = trust.shared_folder(source)
        files = sorted((shared / "corpora" / "seeds").glob("*.txt"))
    else:
        files = sorted((Path(source) / "data" / "speeches").glob("*.txt"))
    originals = {}
    for path in files:
        try:
            originals[path.name] = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError:
            continue
    with trust.scratch() as folder:
        folder = Path(folder)
        made = {}
        all_forms = forms(traditional)
        if trust.SANITIZED and check == "seeds":  # they are slow; `data` has all forms there, too
            all_forms = dict(list(all_forms.items())[::3])
        for name, form in all_forms.items():
            copies = {file: encodable(text, f"{name}: {file}", form)
                      for file, text in originals.items()}
            made[name] = {file: data for file, data in copies.items() if data is not None}
        figures = {}
        for name in ("original", *made):
            root = folder / name / "seeds"
            root.mkdir(parents=True)
            texts = {}
            for file, text in originals.items():
                data = made[name].get(file) if name != "original" else text.encode("utf-8")
                if data is None:
                    data = text.encode("utf-8")
                    texts[f"seeds/{file}"] = data
                else:
                    texts[f"seeds/{file}"] = decoded(name, data)
                (root / file).write_bytes(data)
            store = trust.Store(program, folder / f"{name}.db")
            store.run("index", root)
            positions = check_positions(store, texts, failures, name)
            clusters = len(store.run("clusters", "--json").records("cluster"))
            if check == "seeds":
                figures[name] = score(shared, folder, store)
                for figure, value in figures["original"].items():
                    failures.expect(f"{name}: {figure}", figures[name][figure] == value,
                                    f"{figures[name][figure]}, not {value}")
            else:
                figures[name] = clusters
                failures.expect(f"{name}: clusters", clusters == figures["original"],
                                f"{clusters}, not {figures['original']}")
            print(f"{name}: {len(made.get(name, originals))} files, {positions} positions, "
                  f"{clusters} clusters")
        beside_the_originals(program, folder, originals, made, failures)
    failures.leave("other clothes")


if __name__ == "__main__":
    main()
