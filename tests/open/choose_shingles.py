"""The table behind docs/decisions/0002-shingles-and-bands.md: what n, what unit, which bands.

Usage: choose_shingles.py [SHARED]     (default: ../shared beside the checkout)

Chinese: similarity of moved articles (tw-law) with where they came from, and of articles drawn at
random. English: similarity of licence paragraphs with edited copies of themselves, and of paragraphs
of different licences. Folding is by Python's NFKC here; the differences are in the third decimal.
"""

import json
import random
import re
import sys
import unicodedata
from pathlib import Path


def jaccard(a, b):
    return len(a & b) / len(a | b)


def grams(sequence, n):
    return {tuple(sequence[i:i + n]) for i in range(max(1, len(sequence) - n + 1))}


def letters(text):
    return "".join(c for c in unicodedata.normalize("NFKC", text).lower() if c.isalnum())


def quantile(values, share):
    return sorted(values)[int(len(values) * share)]


def found(similarities, rows, bands):
    """Mean chance that a pair shares a band: 1 - (1 - J^rows)^bands."""
    return sum(1 - (1 - j ** rows) ** bands for j in similarities) / len(similarities)


def chinese(folder):
    queries = {}
    with open(folder / "queries.jsonl", encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            queries[record["id"]] = letters(record["text"])
    documents, pairs = {}, []
    with open(folder / "truth.tsv", encoding="utf-8") as lines:
        for row in list(lines)[1:]:
            name, document, paragraph = row.split("\t")[:3]
            if document not in documents:
                text = (folder / "docs" / document).read_text(encoding="utf-8")
                documents[document] = [line for line in text.split("\n") if line.strip()]
            pairs.append((queries[name], letters(documents[document][int(paragraph) - 1])))
    texts = [a for a, _ in pairs]
    print("n  mean J  J>=.5  p99 unrelated  found: 32x4  42x3  32x3  16x8  "
          "chance per million: 32x4  32x3")
    for n in (2, 3, 4, 5):
        random.seed(1)
        related = [jaccard(grams(a, n), grams(b, n)) for a, b in pairs]
        unrelated = [jaccard(grams(a, n), grams(b, n))
                     for a, b in (random.sample(texts, 2) for _ in range(20000))]
        print(f"{n}  {sum(related) / len(related):.3f}   "
              f"{sum(j >= .5 for j in related) / len(related):.3f}  {quantile(unrelated, .99):.3f}"
              f"                 {found(related, 4, 32):.3f} {found(related, 3, 42):.3f} "
              f"{found(related, 3, 32):.3f} {found(related, 8, 16):.3f}"
              f"                       {1e6 * found(unrelated, 4, 32):.0f}"
              f"   {1e6 * found(unrelated, 3, 32):.0f}")


def english(folder):
    families = []
    for family in sorted(folder.iterdir()):
        paragraphs = []
        for path in sorted(family.iterdir())[:4]:
            text = path.read_text(encoding="utf-8", errors="replace")
            blocks = (re.findall(r"[a-z0-9]+", block.lower()) for block in re.split(r"\n\s*\n", text))
            paragraphs += [words for words in blocks if len(words) >= 12]
        if paragraphs:
            families.append(paragraphs)
    every = [words for family in families for words in family]
    vocabulary = [word for words in every for word in words]

    def edited(words, rate):
        return [random.choice(vocabulary) if random.random() < rate else word for word in words]

    print("unit n  J at 3 / 10 / 20 % of words changed: mean (least tenth)  p99 unrelated")
    for unit, n in (("letter", 5), ("letter", 8), ("word", 1), ("word", 2), ("word", 3), ("word", 5)):
        random.seed(2)
        view = (lambda words: words) if unit == "word" else "".join
        cells = []
        for rate in (.03, .1, .2):
            similar = [jaccard(grams(view(words), n), grams(view(edited(words, rate)), n))
                       for words in random.sample(every, 800)]
            cells.append(f"{sum(similar) / len(similar):.2f} ({quantile(similar, .1):.2f})")
        unrelated = []
        for _ in range(8000):
            a, b = random.sample(families, 2)
            unrelated.append(jaccard(grams(view(random.choice(a)), n),
                                     grams(view(random.choice(b)), n)))
        print(f"{unit} {n}  {'  '.join(cells)}  {quantile(unrelated, .99):.3f}")


def main():
    here = Path(__file__).resolve().parents[2]
    shared = Path(sys.argv[1]) if len(sys.argv) > 1 else here.parent / "shared"
    chinese(shared / "corpora" / "tw-law")
    english(shared / "corpora" / "licences" / "docs")


if __name__ == "__main__":
    main()
