"""Whether docs/formats/records.schema.json says what the program prints for programs.

Usage: schema.py SOURCE_DIR

Every JSON line that a golden case holds must be as the schema says, without a field that it does
not name; every kind of record and every field of the schema must be seen; docs/formats/records.md
must name each kind. Exits 77 where Debian's python3-jsonschema is missing.
"""

import json
import re
import sys
from pathlib import Path

try:
    import jsonschema
except ImportError:
    print("SKIPPED: python3-jsonschema is not installed")
    sys.exit(77)

SCHEMA = "docs/formats/records.schema.json"


def strict(node):
    """The schema with no room for fields that it does not name; users get it with that room."""
    if isinstance(node, list):
        return [strict(part) for part in node]
    if not isinstance(node, dict):
        return node
    closed = {key: strict(value) for key, value in node.items()}
    if node.get("type") == "object" and "properties" in node:
        closed.setdefault("additionalProperties", False)
    return closed


def undescribed(node, where):
    """What the schema names and does not explain."""
    for name, part in node.get("properties", {}).items():
        yield from undescribed(part, f"{where}.{name}")
    if isinstance(node.get("items"), dict):
        yield from undescribed(node["items"], where)
    explained = {"description", "const", "$ref"} & node.keys()
    if not explained and where.count(".") and "properties" not in node and node.get("type") != "string":
        yield where


def unmasked(line):
    """A golden line with what its case masks put back as something."""
    line = re.sub(r":([A-Z]+)(?=[,}\]])", ":0", line)
    return line.replace('"minhash":"…"', f'"minhash":"{"0" * 256}"')


def golden_lines(source):
    for path in sorted((source / "tests/golden").glob("*/*/stdout*")):
        text = path.read_bytes().decode("utf-8", "surrogateescape")
        if text.startswith("{"):
            for line in text.splitlines():
                yield path, path.parent.parent.name == "export" and path.name == "stdout", line


class Seen:
    def __init__(self, definitions):
        self.definitions = definitions
        self.fields = set()  # (definition, field)

    def walk(self, name, node, value):
        if "$ref" in node:
            name = node["$ref"].rsplit("/", 1)[1]
            node = self.definitions[name]
        for part in node.get("oneOf", []):
            if "$ref" in part and value is not None:
                self.walk(name, part, value)
        if isinstance(value, dict):
            for field, inner in value.items():
                self.fields.add((name, field))
                self.walk(f"{name}.{field}", node.get("properties", {}).get(field, {}), inner)
        elif isinstance(value, list):
            for inner in value:
                if isinstance(node.get("items"), dict):
                    self.walk(name, node["items"], inner)

    def unseen(self, name, node):
        for field, part in node.get("properties", {}).items():
            if (name, field) not in self.fields:
                yield f"{name}.{field}"
            items = part.get("items")
            inner = items if isinstance(items, dict) else part
            yield from self.unseen(f"{name}.{field}", inner)


def main(source):
    schema = json.loads((source / SCHEMA).read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    closed = strict(schema)
    definitions = schema["$defs"]
    kinds = {}  # (is exported, type) -> definition
    for group, is_exported in (("record", False), ("exported", True)):
        for part in definitions[group]["oneOf"]:
            name = part["$ref"].rsplit("/", 1)[1]
            kinds[is_exported, definitions[name]["properties"]["type"]["const"]] = name
    validators = {name: jsonschema.Draft202012Validator(
        {"$schema": closed["$schema"], "$defs": closed["$defs"], "$ref": f"#/$defs/{name}"})
        for name in kinds.values()}
    problems, seen, lines, known = [], Seen(definitions), 0, set()
    for path, is_exported, line in golden_lines(source):
        record = json.loads(unmasked(line))
        name = kinds.get((is_exported, record["type"]))
        lines += 1
        if name is None:
            problems.append(f"{path.relative_to(source)}: no such record: {record['type']}")
            continue
        seen.walk(name, definitions[name], record)
        if (name, line) not in known:
            known.add((name, line))
            problems += [f"{path.relative_to(source)}: {name}: {'.'.join(map(str, e.path))}: {e.message}"
                         for e in validators[name].iter_errors(record)]
    for name in sorted(set(kinds.values())):
        problems += [f"no golden line shows {field}" for field in seen.unseen(name, definitions[name])]
    for name, node in definitions.items():
        problems += [f"the schema does not explain {field}" for field in undescribed(node, name)]
    words = (source / "docs/formats/records.md").read_text(encoding="utf-8")
    problems += [f"docs/formats/records.md does not name {kind}"
                 for _, kind in sorted(kinds) if f"`{kind}`" not in words]
    print(f"{lines} lines, {len(set(kinds.values()))} kinds of records")
    if problems:
        sys.exit("\n".join(problems[:30]))
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve()))
