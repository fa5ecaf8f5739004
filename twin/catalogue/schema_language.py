"""The part of JSON Schema that metadata schemas are written in, and what bounds its cost.

Draft 2020-12 (https://json-schema.org/draft/2020-12) without what cannot be bounded beforehand:

- references lead to `#/$defs/<name>` only and never back, so that a document is not fetched from
  elsewhere and no schema contains itself;
- with references written out, a schema has at most `MAXIMUM_PARTS` parts: a value is compared with
  each of them at most once;
- `unevaluatedProperties` and `unevaluatedItems` evaluate their neighbours again at every level, and
  are left out.

A keyword that is not known is refused instead of ignored: it is a typing error. Names that begin
with `x-` are for notes of one's own. Patterns are checked where they run
(`schema_runtime.validation`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from twin.catalogue.detail_errors import JsonFinding
from twin.catalogue.metadata_size import pointer_token

DIALECT = "https://json-schema.org/draft/2020-12/schema"
MAXIMUM_PARTS = 500
DEFINITIONS = "#/$defs/"

FORMATS = ("date", "date-time", "email", "ipv4", "ipv6", "time", "uri", "uuid")
"""Formats that are checked; another one is refused, so that nobody relies on it."""

ONE_SCHEMA = frozenset(
    {"additionalProperties", "contains", "else", "if", "items", "not", "propertyNames", "then"}
)
SCHEMA_LISTS = frozenset({"allOf", "anyOf", "oneOf", "prefixItems"})
SCHEMA_MAPS = frozenset({"$defs", "dependentSchemas", "patternProperties", "properties"})
NOTES = frozenset(
    {"$comment", "default", "deprecated", "description", "examples", "readOnly", "title"}
) | {"writeOnly"}
TESTS = frozenset(
    {"$ref", "$schema", "const", "dependentRequired", "enum", "exclusiveMaximum"}
    | {"exclusiveMinimum", "format", "maxContains", "maxItems", "maxLength", "maxProperties"}
    | {"maximum", "minContains", "minItems", "minLength", "minProperties", "minimum"}
    | {"multipleOf", "pattern", "required", "type", "uniqueItems"}
)
KEYWORDS = ONE_SCHEMA | SCHEMA_LISTS | SCHEMA_MAPS | NOTES | TESTS

Part = Mapping[str, Any]


def language_findings(schema: Part) -> Iterator[JsonFinding]:
    """Yield where a schema says what this part of the language does not have."""
    if schema.get("$schema", DIALECT) != DIALECT:
        yield JsonFinding("/$schema", ascii(schema["$schema"])[:80], DIALECT)
    for pointer, part in parts(schema):
        for name in sorted(part.keys() - KEYWORDS):
            if not name.startswith("x-"):
                expected = "a keyword of draft 2020-12 that can be checked within bounds"
                yield JsonFinding(pointer + pointer_token(name), ascii(name)[:80], expected)
        if "$ref" in part and _definition(schema, part["$ref"]) is None:
            expected = f"{DEFINITIONS}<name>, a definition of the same schema"
            yield JsonFinding(f"{pointer}/$ref", ascii(part["$ref"])[:80], expected)
        if "format" in part and part["format"] not in FORMATS:
            found = ascii(part["format"])[:80]
            yield JsonFinding(f"{pointer}/format", found, f"one of {', '.join(FORMATS)}")


def bound_findings(schema: Part) -> Iterator[JsonFinding]:
    """Yield why a schema of this language cannot be checked within bounds."""
    try:
        count = _Counter(schema).parts(schema)
    except RecursionError:
        yield JsonFinding("", "a schema that contains itself", "references that never lead back")
        return
    if count > MAXIMUM_PARTS:
        found = f"more than {MAXIMUM_PARTS} parts with references written out"
        yield JsonFinding("", found, f"at most {MAXIMUM_PARTS} parts")


def parts(schema: Part, pointer: str = "") -> Iterator[tuple[str, Part]]:
    """Yield a schema and all schemas in it, each with its pointer; references are not followed."""
    yield pointer, schema
    for step, child in children(schema):
        yield from parts(child, pointer + step)


def children(schema: Part) -> Iterator[tuple[str, Part]]:
    """Yield the schemas directly in a schema, each with the pointer from there."""
    for name, value in schema.items():
        if name in ONE_SCHEMA:
            found = [(pointer_token(name), value)]
        elif name in SCHEMA_LISTS and isinstance(value, list):
            found = [(f"{pointer_token(name)}/{at}", part) for at, part in enumerate(value)]
        elif name in SCHEMA_MAPS and isinstance(value, dict):
            found = [
                (pointer_token(name) + pointer_token(key), part) for key, part in value.items()
            ]
        else:
            continue
        # `true` and `false` are schemas too; there is nothing in them.
        yield from ((step, part) for step, part in found if isinstance(part, dict))


def _definition(schema: Part, reference: Any) -> Part | bool | None:  # noqa: ANN401 - any JSON
    """Return what a reference leads to, or None."""
    definitions = schema.get("$defs")
    if not isinstance(reference, str) or not reference.startswith(DEFINITIONS):
        return None
    if not isinstance(definitions, dict):
        return None
    name = reference.removeprefix(DEFINITIONS)
    found = definitions.get(name) if not set(name) & set("/~%") else None
    return found if isinstance(found, dict | bool) else None


class _Counter:
    """Counts the parts of a schema with its references written out, each definition once."""

    def __init__(self, schema: Part) -> None:
        self._schema = schema
        self._counts: dict[str, int] = {}
        self._open: set[str] = set()

    def parts(self, schema: Part) -> int:
        own = {key: value for key, value in schema.items() if key != "$defs"}
        count = 1 + sum(self.parts(child) for _, child in children(own))
        return count + (self._referred(schema["$ref"]) if "$ref" in schema else 0)

    def _referred(self, reference: str) -> int:
        if reference in self._open:
            raise RecursionError
        if reference not in self._counts:
            self._open.add(reference)
            target = _definition(self._schema, reference)
            self._counts[reference] = self.parts(target) if isinstance(target, dict) else 1
            self._open.discard(reference)
        return self._counts[reference]
