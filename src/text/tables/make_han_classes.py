#!/usr/bin/env python3
"""Makes han_classes.inc: which Han code points are one for comparing text.

Sources: ICU's Traditional-Simplified and Simplified-Traditional rules, Unihan's kSimplifiedVariant,
kTraditionalVariant and kZVariant, OpenCC's single-character conversions, a few pairs by hand, and
EquivalentUnifiedIdeograph.txt for the CJK radicals that PDFs leave in text. Debian packages:
unicode-data, opencc, icu-devtools (uconv). All pairs are joined (union-find); a class is
represented by the member that GB 2312 has, so that what is compared can be read; else the smallest.

    make_han_classes.py > han_classes.inc
"""
import bz2
import re
import subprocess
import sys

UNICODE = '/usr/share/unicode'
HAN = [c for c in list(range(0x3400, 0x4DC0)) + list(range(0x4E00, 0xA000))]
BY_HAND = '裡裏 着著 峯峰 羣群 爲為 衆眾 臺台 佔占 啓啟 牀床 祕秘 綫線 麪面 菸煙 痠酸 喫吃 鉤鈎 鄰隣 踪蹤 彙匯 蹟跡 鑒鑑'


def converted(command):
    text = '\n'.join(map(chr, HAN))
    out = subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout.split('\n')
    return [(c, ord(o)) for c, o in zip(HAN, out) if len(o) == 1 and ord(o) != c]


def unihan():
    with bz2.open(f'{UNICODE}/Unihan_Variants.txt.bz2', 'rt', encoding='utf-8') as lines:
        for line in lines:
            if line.startswith('U+'):
                code, field, values = line.rstrip('\n').split('\t')
                if field in ('kSimplifiedVariant', 'kTraditionalVariant', 'kZVariant'):
                    for value in re.findall(r'U\+([0-9A-F]+)', values):
                        yield int(code[2:], 16), int(value, 16)


def radicals():
    with open(f'{UNICODE}/EquivalentUnifiedIdeograph.txt', encoding='utf-8') as lines:
        for line in lines:
            found = re.match(r'([0-9A-F]+)(?:\.\.([0-9A-F]+))?\s*;\s*([0-9A-F]+)', line)
            if found:
                first, last = int(found[1], 16), int(found[2] or found[1], 16)
                for code in range(first, last + 1):
                    if 0x2E80 <= code < 0x2FE0:
                        yield code, int(found[3], 16)


def main():
    pairs = list(unihan()) + list(radicals())
    for rules in ('Traditional-Simplified', 'Simplified-Traditional'):
        pairs += converted(['uconv', '-f', 'utf-8', '-t', 'utf-8', '-x', rules])
    for config in ('s2t', 't2s', 's2tw', 'tw2s', 's2hk', 'hk2s'):
        pairs += converted(['opencc', '-c', config])
    pairs += [(ord(group[0]), ord(c)) for group in BY_HAND.split() for c in group[1:]]
    parent = {}

    def root(code):
        while parent.get(code, code) != code:
            code = parent[code]
        return code

    def strangeness(code):
        is_radical = 0x2E80 <= code < 0x2FE0
        try:
            chr(code).encode('gb2312')
            return is_radical, False, code
        except UnicodeEncodeError:
            return is_radical, True, code

    for a, b in pairs:
        a, b = root(a), root(b)
        if a != b:
            low, high = sorted((a, b), key=strangeness)
            parent[high] = low
    rows = sorted((code, root(code)) for code in set(sum(map(list, pairs), [])) if root(code) != code)
    print('// Made by make_han_classes.py: {code point, representative of its class}. Sorted.')
    for at in range(0, len(rows), 5):
        print(' '.join(f'{{0x{a:X}, 0x{b:X}}},' for a, b in rows[at:at + 5]))
    print(f'{len(rows)} rows', file=sys.stderr)


if __name__ == '__main__':
    main()
