"""Leaves one member out of each template and reads it as the skeleton that the others make.

Usage: leave_one_out.py PROGRAM SOURCE_DIR seeds|licences [WORST]

For every template of the corpus with three members or more whose texts are not all one, a member
(drawn with a fixed seed) is left out. The passages of the others make a corpus of their own, whose
template is the skeleton; where none is found, their commonest text is. Prints the share of the
left-out letters that are the skeleton's fixed text, the share that fixed text and slots explain
together, both over all letters, and the WORST cases. Exits with 77 where the open sets are not.
"""

import collections
import difflib
import json
import os
import random
import re
import subprocess
import sys
import tempfile
from pathlib import Path

SKIPPED = 77
CORPORA = {"seeds": "seeds", "licences": "licences/docs"}
UNIT = re.compile(r"[0-9]+(?:\.[0-9]+)?|[A-Za-z]+|\w")


class Store:
    def __init__(self, program, folder):
        self.program, self.environment = program, {**os.environ, "LEITONG_DB": str(Path(folder) / "loo.db")}

    def index(self, *arguments):
        subprocess.run([self.program, "index", "-q", *arguments], check=True, env=self.environment)

    def templates(self):
        done = subprocess.run([self.program, "templates", "--json"], env=self.environment,
                              stdout=subprocess.PIPE, check=True)
        return [r for r in map(json.loads, done.stdout.splitlines()) if r["type"] == "template"]


def skeleton_of(program, texts):
    """The template of the texts that has most of them, as written; or their commonest text."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "c"
        root.mkdir()
        for number, text in enumerate(texts):
            (root / f"{number:04}.txt").write_text(re.sub(r"\s*\n\s*", " ", text) + "\n", encoding="utf-8")
        store = Store(program, folder)
        store.index("--paragraphs", "line", str(root))
        made = store.templates()
    if made:
        return max(made, key=lambda t: (len(t["members"]), len(t["text"])))["text"]
    common = collections.Counter(texts).most_common(1)[0][0]
    return common.replace("{", "{{").replace("}", "}}")


def explained(skeleton, text):
    """(letters, those that are fixed text, those in slots) of the text."""
    parts = re.split(r"(?<!\{)\{[0-9]+:[a-z]+\}(?!\})", skeleton)
    columns = []   # units of fixed text, None for a slot
    for number, part in enumerate(parts):
        columns += [None] if number else []
        columns += [unit.lower() for unit in UNIT.findall(part)]
    units = [unit.lower() for unit in UNIT.findall(text)]
    matcher = difflib.SequenceMatcher(None, columns, units, autojunk=False)
    letters, fixed, slots = sum(map(len, units)), 0, 0
    for what, a, a_end, b, b_end in matcher.get_opcodes():
        size = sum(map(len, units[b:b_end]))
        if what == "equal":
            fixed += size
        elif None in columns[a:a_end] and not any(columns[a:a_end]):
            slots += size
        elif None in columns[a:a_end]:
            # A slot beside fixed text that is edited: what exceeds the edit is the slot's.
            slots += max(0, size - sum(len(c) for c in columns[a:a_end] if c))
    return letters, fixed, slots


def main():
    program, source, corpus = sys.argv[1:4]
    worst = int(sys.argv[4]) if len(sys.argv) > 4 else 5
    shared = Path(os.environ.get("LEITONG_SHARED", Path(source).parent / "shared"))
    root = shared / "corpora" / CORPORA[corpus]
    if not root.is_dir():
        print(f"SKIPPED: the open sets are not at {shared}; put them there or name them with LEITONG_SHARED")
        sys.exit(SKIPPED)
    with tempfile.TemporaryDirectory() as folder:
        store = Store(program, folder)
        store.index(str(root))
        templates = store.templates()
    files, cases = {}, []
    for template in sorted(templates, key=lambda t: t["id"]):
        texts = []
        for member in template["members"]:
            path = root / member["document"].split("/", 1)[1]
            if path not in files:
                files[path] = path.read_bytes().removeprefix(b"\xef\xbb\xbf")
            texts.append(files[path][member["begin"]:member["end"]].decode("utf-8", "replace"))
        if len(texts) < 3 or len(set(texts)) < 2:
            continue
        out = random.Random(template["text"]).randrange(len(texts))
        skeleton = skeleton_of(program, texts[:out] + texts[out + 1:])
        letters, fixed, slots = explained(skeleton, texts[out])
        cases.append(((fixed + slots) / max(1, letters), letters, fixed, slots, template, out, skeleton, texts[out]))
    letters = sum(c[1] for c in cases)
    print(f"{corpus}: {len(cases)} templates, {letters} letters: fixed text {sum(c[2] for c in cases) / letters:.4f}, "
          f"with slots {sum(c[2] + c[3] for c in cases) / letters:.4f}")
    for share, size, _, _, template, out, skeleton, text in sorted(cases, key=lambda c: c[:2])[:worst]:
        member = template["members"][out]
        print(f"  {share:.2f} of {size} letters, {len(template['members'])} members: "
              f"{member['document']}:{member['paragraph']}\n    text     {' '.join(text.split())[:160]}\n"
              f"    skeleton {' '.join(skeleton.split())[:160]}")


if __name__ == "__main__":
    main()
