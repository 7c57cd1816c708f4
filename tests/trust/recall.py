"""Whether leitong links the pairs that brute force finds.

Usage: recall.py PROGRAM SOURCE_DIR ORACLE CORPUS     (CORPUS: data, zh_cn_laws)

zh_cn_laws: documents evenly spread over the laws of zh-cn-laws, 20,000 paragraphs of them.
"""

import subprocess
import sys
from pathlib import Path

import trust

PARAGRAPHS = 20_000


def spread(folder):
    """Every so many-th file, so that few enough are read; none by what it says."""
    files = sorted(folder.rglob("*.txt"))
    chosen, paragraphs = [], 0
    for start in range(22):
        for path in files[start::22]:
            lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
            paragraphs += sum(bool(line.strip()) for line in lines)
            chosen.append(path)
            if paragraphs >= PARAGRAPHS:
                return chosen
    return chosen


def main():
    program, source, oracle, corpus = trust.arguments("ORACLE", "CORPUS")
    with trust.scratch() as folder:
        store = trust.Store(program, Path(folder) / "recall.db")
        if corpus == "data":
            store.run("index", Path(source) / "data", "--quiet", statuses=(0, 3))
        else:
            laws = trust.shared_folder(source) / "corpora" / "zh-cn-laws"
            names = Path(folder) / "names"
            names.write_text("".join(f"{path}\n" for path in spread(laws)), encoding="utf-8")
            store.run("index", "--files-from", names, "--quiet")
        sys.exit(subprocess.run([oracle, store.path], check=False).returncode)


if __name__ == "__main__":
    main()
