"""The sketches of tests/vectors/sketch.tsv, made again from docs/formats/sketch.md in another language.

Usage: reimplement.py SOURCE_DIR

Python has no XXH3, so a shingle or a token that is an XXH3 hash is taken from the file; everything
made of them, and every shingle of three characters, is computed.
"""

import csv
import sys
from pathlib import Path

MASK64 = (1 << 64) - 1
SEED = 0x6C6569746F6E67
WORD = 1 << 63


def mix64(value):
    value ^= value >> 33
    value = value * 0xFF51AFD7ED558CCD & MASK64
    value ^= value >> 33
    value = value * 0xC4CEB9FE1A85EC53 & MASK64
    return value ^ value >> 33


def shingles(tokens):
    """Shingles of three characters as numbers; None for those that are hashes."""
    made = []
    for at in range(len(tokens)):
        weight, end = 0, at
        while end < len(tokens) and weight < 6:
            weight += 3 if tokens[end] & WORD else 2
            end += 1
        if weight < 6 and at > 0:
            break
        run = tokens[at:end]
        exact = len(run) == 3 and not any(token & WORD for token in run)
        made.append(run[0] << 42 | run[1] << 21 | run[2] if exact else None)
        if weight < 6:
            break
    return made


def minhash(shingle_set):
    hashes = [mix64(s) >> 32 for s in shingle_set]
    minima = []
    for i in range(128):
        mixed = mix64(SEED + (i + 1) * 0x9E3779B97F4A7C15 & MASK64)
        a, b = mixed & 0xFFFFFFFF | 1, mixed >> 32
        minima.append(min((a * h + b & 0xFFFFFFFF for h in hashes), default=0xFFFFFFFF))
    return minima


def bands(minima):
    keys = []
    for band in range(32):
        key = 0
        for word in minima[4 * band:4 * band + 4]:
            key = key << 8 | word & 0xFF
        keys.append(key)
    return keys


def simhash(shingle_set):
    bits = 0
    for bit in range(64):
        ones = sum(mix64(s) >> bit & 1 for s in shingle_set)
        bits |= (ones > len(shingle_set) // 2) << bit
    return bits


def numbers(text):
    return [int(word, 16) for word in text.split()]


def main():
    path = Path(sys.argv[1]) / "tests" / "vectors" / "sketch.tsv"
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    exact = 0
    for row in rows:
        pinned = numbers(row["shingles"])
        made = shingles(numbers(row["tokens"]))
        known = {s for s in made if s is not None}
        exact += len(known)
        assert known <= set(pinned), row["text"]
        assert len(set(pinned)) <= len(made), row["text"]
        assert pinned == sorted(set(pinned)), row["text"]
        assert all(s & WORD for s in set(pinned) - known), row["text"]
        minima = minhash(pinned)
        assert minima == numbers(row["minhash"]), row["text"]
        assert bands(minima) == numbers(row["bands"]), row["text"]
        assert simhash(pinned) == int(row["simhash"], 16), row["text"]
    assert len(rows) >= 8 and exact >= 30
    print(f"{len(rows)} texts, {exact} shingles of three characters, all sketches made again")


if __name__ == "__main__":
    main()
