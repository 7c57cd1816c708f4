"""Checks a value against a JSON Schema: the keywords that docs/formats/*.schema.json use, and a
refusal of any other, so that none is silently passed over."""

TYPES = {"object": dict, "array": list, "string": str, "integer": int, "number": (int, float),
         "boolean": bool, "null": type(None)}
NOTES = {"$schema", "$id", "$defs", "title", "description"}


def check(value, schema, root=None, where="$"):
    """The first breach, or None."""
    root = root or schema
    if "$ref" in schema:
        target = root
        for part in schema["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        return check(value, target, root, where)
    for keyword, wanted in schema.items():
        if keyword in NOTES:
            continue
        breach = globals().get("check_" + keyword, unknown)(value, wanted, schema, root, where)
        if breach:
            return breach
    return None


def unknown(_value, _wanted, schema, _root, where):
    return f"{where}: the schema uses a keyword that is not checked: {sorted(schema)}"


def check_type(value, wanted, _schema, _root, where):
    kinds = wanted if isinstance(wanted, list) else [wanted]
    fits = any(isinstance(value, TYPES[kind]) and
               not (isinstance(value, bool) and kind in ("integer", "number")) for kind in kinds)
    return None if fits else f"{where}: is no {wanted}: {value!r}"[:200]


def check_const(value, wanted, *_rest):
    where = _rest[-1]
    return None if value == wanted else f"{where}: is not {wanted!r}: {value!r}"


def check_enum(value, wanted, _schema, _root, where):
    return None if value in wanted else f"{where}: is none of {wanted}: {value!r}"


def check_minimum(value, wanted, _schema, _root, where):
    return None if value is None or value >= wanted else f"{where}: is below {wanted}: {value}"


def check_maximum(value, wanted, _schema, _root, where):
    return None if value is None or value <= wanted else f"{where}: is above {wanted}: {value}"


def check_required(value, wanted, _schema, _root, where):
    missing = [name for name in wanted if isinstance(value, dict) and name not in value]
    return f"{where}: lacks {missing}" if missing else None


def check_properties(value, wanted, _schema, root, where):
    for name, schema in wanted.items():
        if isinstance(value, dict) and name in value:
            breach = check(value[name], schema, root, f"{where}.{name}")
            if breach:
                return breach
    return None


def check_additionalProperties(value, wanted, schema, root, where):
    if not isinstance(value, dict):
        return None
    for name in value.keys() - schema.get("properties", {}).keys():
        if wanted is False:
            return f"{where}: has {name}, which the schema does not know"
        breach = check(value[name], wanted, root, f"{where}.{name}")
        if breach:
            return breach
    return None


def check_items(value, wanted, _schema, root, where):
    for number, item in enumerate(value if isinstance(value, list) else []):
        breach = check(item, wanted, root, f"{where}[{number}]")
        if breach:
            return breach
    return None


def check_oneOf(value, wanted, _schema, root, where):
    breaches = [check(value, schema, root, where) for schema in wanted]
    return None if breaches.count(None) == 1 else f"{where}: fits {breaches.count(None)} of: {breaches}"
