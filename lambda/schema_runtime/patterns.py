"""Patterns of metadata schemas: RE2's (https://github.com/google/re2/wiki/Syntax).

RE2 matches in a time that grows with the text alone and refuses what it could not: references back
and looking around. Python's own engine would let one pattern hold the function until it times out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import re2  # type: ignore[import-untyped]
from jsonschema import ValidationError

from twin.catalogue.detail_errors import JsonFinding
from twin.catalogue.metadata_schema import SchemaDocument
from twin.catalogue.metadata_size import pointer_token
from twin.catalogue.schema_language import parts

MAXIMUM_PATTERN = 500
MEMORY_BYTES = 1 << 20

Errors = Iterator[ValidationError]


def pattern_findings(document: SchemaDocument) -> Iterator[JsonFinding]:
    """Yield the patterns of a valid schema that cannot be matched."""
    for place, text in _patterns(document):
        if len(text) > MAXIMUM_PATTERN:
            yield JsonFinding(place, f"{len(text)} characters", f"at most {MAXIMUM_PATTERN}")
            continue
        try:
            _compiled(text)
        except re2.error as problem:
            yield JsonFinding(place, _reason(problem), "a regular expression of RE2")


def check_pattern(_validator: Any, text: str, value: object, _schema: SchemaDocument) -> Errors:  # noqa: ANN401 - as jsonschema calls it
    """Yield an error where a text has no match."""
    if isinstance(value, str) and not _matches(text, value):
        yield ValidationError(f"no match of {text!r}")


def check_pattern_properties(
    validator: Any,  # noqa: ANN401 - `descend` is in no protocol
    patterns: Mapping[str, Any],
    value: object,
    _schema: SchemaDocument,
) -> Errors:
    """Yield the errors of the members whose names match."""
    members = value.items() if isinstance(value, dict) else ()
    for text, schema in patterns.items():
        for name, part in members:
            if _matches(text, name):
                yield from validator.descend(part, schema, path=name, schema_path=text)


def check_additional_properties(
    validator: Any,  # noqa: ANN401 - `descend` is in no protocol
    additional: Any,  # noqa: ANN401 - a schema, or a Boolean
    value: object,
    schema: SchemaDocument,
) -> Errors:
    """Yield the errors of the members that neither are named nor match a pattern."""
    patterns = schema.get("patternProperties", {})
    for name, part in value.items() if isinstance(value, dict) else ():
        if name in schema.get("properties", {}) or any(_matches(one, name) for one in patterns):
            continue
        if additional is False:
            yield ValidationError("a member that the schema does not have", path=[name])
        else:
            yield from validator.descend(part, additional, path=name)


def _patterns(document: SchemaDocument) -> Iterator[tuple[str, str]]:
    for pointer, part in parts(document):
        if "pattern" in part:
            yield f"{pointer}/pattern", part["pattern"]
        for text in part.get("patternProperties", {}):
            yield f"{pointer}/patternProperties{pointer_token(text)}", text


def _matches(pattern: str, text: str) -> bool:
    return _compiled(pattern).search(text) is not None


def _compiled(text: str) -> Any:  # noqa: ANN401 - RE2 has no types
    """Return a compiled pattern; the library keeps the last ones."""
    options = re2.Options()
    options.max_mem = MEMORY_BYTES
    options.log_errors = False
    return re2.compile(text, options)


def _reason(problem: Exception) -> str:
    reason = problem.args[0]
    return reason.decode(errors="replace") if isinstance(reason, bytes) else str(reason)
