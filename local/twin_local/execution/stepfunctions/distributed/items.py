"""Read items out of the text of a data source.

https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

DELIMITERS = {"COMMA": ",", "PIPE": "|", "SEMICOLON": ";", "SPACE": " ", "TAB": "\t"}


class UnreadableItems(ValueError):
    """A data source does not hold what its input type says; the text is for the cause."""


def items_of(text: str, kind: str, config: Mapping[str, Any]) -> Iterator[Any]:
    """Yield the items of an object.

    Raises:
        UnreadableItems: it is not of the kind.
    """
    readers = {"JSON": _json, "JSONL": _json_lines, "CSV": _csv}
    return readers[kind](text, config)


def _json(text: str, config: Mapping[str, Any]) -> Iterator[Any]:
    value = _loads(text, "the object")
    for part in str(config.get("ItemsPointer", "")).split("/")[1:]:
        key = part.replace("~1", "/").replace("~0", "~")
        if not isinstance(value, dict) or key not in value:
            raise UnreadableItems(f"ItemsPointer {config['ItemsPointer']!r} finds nothing")
        value = value[key]
    if isinstance(value, dict):
        value = [{"Key": key, "Value": item} for key, item in value.items()]
    if not isinstance(value, list):
        raise UnreadableItems("Attempting to map over non-iterable node.")
    yield from value


def _json_lines(text: str, config: Mapping[str, Any]) -> Iterator[Any]:
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            yield _loads(line, f"line {number}")


def _loads(text: str, what: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise UnreadableItems(f"{what} is not JSON: {error}") from error


def _csv(text: str, config: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    delimiter = DELIMITERS.get(str(config.get("CSVDelimiter", "COMMA")))
    if delimiter is None:
        raise UnreadableItems(f"CSVDelimiter is none of {', '.join(DELIMITERS)}")
    rows = csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=delimiter)
    location = config.get("CSVHeaderLocation")
    if location not in ("FIRST_ROW", "GIVEN"):
        raise UnreadableItems("CSVHeaderLocation must be FIRST_ROW or GIVEN")
    headers = next(rows, []) if location == "FIRST_ROW" else list(config.get("CSVHeaders", ()))
    if len(set(headers)) < len(headers):
        raise UnreadableItems("CSV headers cannot contain duplicates.")
    for row in rows:
        if row:
            yield dict(zip(headers, [*row, *[""] * (len(headers) - len(row))], strict=False))
