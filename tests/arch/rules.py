"""The rules of the source tree that a compiler does not see. Prints each breach, exits 1 if any.

Usage: rules.py SOURCE_DIR LINKS_FILE

LINKS_FILE is written by CMake: a line `module: target;target;…` a module. The rules:

layer     a module includes only what tests/arch/layers.txt allows; so do its unit tests
part      within a module that has parts, so does each part; every source of it stands in one
library   a third-party header is included only by its owner, and has one
links     the table and what CMake links are the same
once      a header begins with its comment, then `#pragma once`; a public one has a comment
length    no source is longer than 500 lines
path      no file names a folder of somebody's machine, or a private network address
todo      what is left to do has the number of an issue: TODO(#12)
"""

import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

TABLE = "tests/arch/layers.txt"
MAX_LINES = 500
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)
MACHINE_PATH = re.compile(
    r"(?<![\w.}\])*/$~-])/(?:home|root|work|Users|mnt|tmp|srv|opt)/\w"
    r"|\b(?:10\.\d{1,3}|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.\d{1,3}\.\d{1,3}\b"
)
NUMBERLESS_TODO = re.compile(r"\b(?:TODO|FIXME)\b(?! ?\(?#\d+)")
CODE = {".cpp", ".hpp", ".def", ".inc", ".py", ".sql", ".cmake"}
PROSE = {".md", ".txt", ".json", ".yml", ".yaml"}


@dataclass
class Table:
    layers: dict = field(default_factory=dict)  # module -> modules it may include
    parts: dict = field(default_factory=dict)  # module -> part -> parts it may include
    libraries: list = field(default_factory=list)  # (headers, targets, owners)
    generated: dict = field(default_factory=dict)  # file that CMake writes -> owners


def parse_table(text):
    table = Table()
    for line in text.splitlines():
        words = line.split("#")[0].split()
        if not words:
            continue
        kind, name, *rest = words
        if kind == "layer":
            below = [module for module in rest if module not in table.layers]
            if below:
                raise ValueError(f"{TABLE}: {name} may include {below[0]}, which is not above it")
            table.layers[name] = set(rest) | ({"base"} if name != "base" else set())
        elif kind == "part":
            module, _, part = name.partition("/")
            parts = table.parts.setdefault(module, {})
            below = [other for other in rest if other not in parts]
            if below or module not in table.layers or not part:
                raise ValueError(f"{TABLE}: {name}: no part of a module, or it may include "
                                 f"{' '.join(below)}, which is not above it")
            parts[part] = set(rest) | {part}
        elif kind == "library":
            table.libraries.append((name, rest[0], rest[1:]))
        elif kind == "generated":
            table.generated[name] = rest
        else:
            raise ValueError(f"{TABLE}: no such kind of row: {kind}")
    return table


def parse_links(text):
    links = {}
    for line in text.splitlines():
        module, _, targets = line.partition(":")
        links[module.strip()] = [target for target in targets.strip().split(";") if target]
    return links


class Checker:
    def __init__(self, root, links):
        self.root = Path(root)
        self.links = links
        self.table = parse_table((self.root / TABLE).read_text(encoding="utf-8"))
        self.breaches = []

    def breach(self, rule, path, what):
        where = path.relative_to(self.root) if isinstance(path, Path) else path
        self.breaches.append(f"{rule}: {where}: {what}")

    def files(self, *folders):
        for folder in folders:
            yield from sorted(p for p in (self.root / folder).rglob("*") if p.is_file())

    def module_of(self, path):
        """The module that a file belongs to, or None (tests of the whole, the page's assets)."""
        parts = path.relative_to(self.root).parts
        prefixes = {("include", "leitong"): 2, ("tests", "unit"): 2}
        at = prefixes.get(parts[:2], 1 if parts[0] == "src" else None)
        return parts[at] if at is not None and len(parts) > at + 1 else None

    def run(self):
        sources = [p for p in self.files("include", "src", "tests") if p.suffix in (".cpp", ".hpp")]
        if not sources:
            self.breach("layer", TABLE, "found no sources at all to check")
        for path in sources:
            text = path.read_text(encoding="utf-8")
            self.check_place(path)
            self.check_includes(path, text)
            if path.suffix == ".hpp":
                self.check_head(path, text)
            if path.relative_to(self.root).parts[0] != "tests":
                self.check_length(path, text)
        self.check_links()
        self.check_words()
        return self.breaches

    # --- layers and libraries

    def check_place(self, path):
        module = self.module_of(path)
        if module in self.table.parts and path.is_relative_to(self.root / "src") \
                and self.part_of(path, module) not in self.table.parts[module]:
            self.breach("part", path, f"stands in no part of {module} that {TABLE} has a row of")

    def check_includes(self, path, text):
        module = self.module_of(path)
        if module is not None and module not in self.table.layers:
            self.breach("layer", path, f"module {module} has no row in {TABLE}")
            return
        for bracket, header in INCLUDE.findall(text):
            if bracket == "<":
                self.check_library(path, header)
            elif header.startswith("leitong/"):
                self.check_layer(path, module, header)
            else:
                self.check_private(path, module, header)

    def check_layer(self, path, module, header):
        target = header.split("/")[1]
        if not (self.root / "include" / header).is_file():
            self.breach("layer", path, f"no such header: {header}")
        elif module is not None and target != module and target not in self.table.layers[module]:
            self.breach("layer", path, f"{module} may not include {header}")

    def check_private(self, path, module, header):
        """A header that is not public is included by its own module (and its tests) only."""
        if module is None:
            return
        name = path.relative_to(self.root).as_posix()
        if any(name.startswith(owner) for owner in self.table.generated.get(header, [])):
            return
        places = [path.parent, self.root / "src" / module, self.root / "src", self.root / "tests/support"]
        found = next((p for p in ((place / header).resolve() for place in places) if p.is_file()), None)
        if found is None:
            self.breach("layer", path, f"no such header: {header}")
            return
        parts = found.relative_to(self.root.resolve()).parts
        if parts[0] == "include" or (parts[0] == "src" and parts[1] != module):
            self.breach("layer", path, f"{header} is another module's, or public: name it leitong/…")
        elif parts[0] == "src" and path.is_relative_to(self.root / "src"):
            self.check_part(path, module, header, parts)

    def check_part(self, path, module, header, found):
        """A part includes only what its row allows; tests may look into any."""
        allowed = self.table.parts.get(module, {}).get(self.part_of(path, module))
        if allowed is not None and found[2] not in allowed:
            self.breach("part", path, f"{self.part_of(path, module)} may not include {header}")

    def part_of(self, path, module):
        return path.relative_to(self.root / "src" / module).parts[0]

    def check_library(self, path, header):
        if path.relative_to(self.root).parts[0] == "tests":
            return
        name = path.relative_to(self.root).as_posix()
        rows = [owners for headers, _, owners in self.table.libraries if header.startswith(headers)]
        if not rows and "/" in header:
            self.breach("library", path, f"<{header}> has no owner in {TABLE}")
        for owners in rows:
            if "*" not in owners and not any(name.startswith(owner) for owner in owners):
                self.breach("library", path, f"<{header}> belongs to {' '.join(owners)}")

    def check_links(self):
        for module, allowed in self.table.layers.items():
            targets = self.links.get(module)
            if targets is None:
                self.breach("links", TABLE, f"CMake has no library leitong_{module}")
                continue
            linked = {t.removeprefix("leitong_") for t in targets if t.startswith("leitong_")}
            # base reaches everybody through model, so a link line need not name it.
            if linked - {"options", "base"} != allowed - {"base"}:
                self.breach("links", TABLE, f"{module} may include {sorted(allowed)}, but CMake "
                                            f"links {sorted(linked - {'options'})}")
            self.check_library_links(module, targets)
        for module in self.links.keys() - self.table.layers.keys():
            self.breach("links", TABLE, f"leitong_{module} has no row")

    def check_library_links(self, module, targets):
        for headers, prefix, owners in self.table.libraries:
            owned = any(re.match(rf"(src|include/leitong)/{module}/", owner) for owner in owners)
            if "*" not in owners and not owned and any(t.startswith(prefix) for t in targets):
                self.breach("links", TABLE, f"leitong_{module} links {prefix}, whose owner it is not")

    # --- each file by itself

    def check_head(self, path, text):
        lines = text.splitlines()
        head = 0
        while head < len(lines) and lines[head].startswith("//"):
            head += 1
        if path.is_relative_to(self.root / "include") and head == 0:
            self.breach("once", path, "a public header says at its top what it is")
        if head == len(lines) or lines[head] != "#pragma once":
            self.breach("once", path, "`#pragma once` does not follow the comment at the top")

    def check_length(self, path, text):
        lines = text.count("\n")
        if lines > MAX_LINES:
            self.breach("length", path, f"{lines} lines, more than {MAX_LINES}")

    def check_words(self):
        paths = list(self.files("include", "src", "tests", "docs", "schema", ".ci"))
        paths += sorted(p for p in self.root.iterdir() if p.is_file())
        for path in paths:
            name = path.relative_to(self.root)
            scripts = path.suffix == "" and path.name in ("dev", "run")
            known = path.suffix in CODE | PROSE or scripts
            if not known or name.parts[:3] == ("tests", "fuzz", "corpus"):
                continue
            for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace")
                                          .splitlines(), start=1):
                if match := MACHINE_PATH.search(line):
                    self.breach("path", path, f"line {number} names {match.group()}…")
                # This file, and the test of it, name what they look for.
                if (path.suffix in CODE or scripts) and path.parent.name != "arch" \
                        and NUMBERLESS_TODO.search(line):
                    self.breach("todo", path, f"line {number} has no issue number")


def main(arguments):
    root, links_file = arguments
    links = parse_links(Path(links_file).read_text(encoding="utf-8"))
    breaches = Checker(root, links).run()
    for breach in breaches:
        print(breach)
    print(f"{len(breaches)} breaches")
    return 1 if breaches else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
