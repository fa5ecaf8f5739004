"""Bindings as a table: one line each, for spreadsheets and for moving from other systems.

Columns: binding_id, path, node_id, region (JSON), signals (separated by spaces), variables
(`model:variable`, separated by spaces), equipment, note. Empty cells are left out.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from typing import Any

from twin.binding.region import invalid

COLUMNS = ("binding_id", "path", "node_id", "region", "signals", "variables", "equipment", "note")


def to_csv(bindings: Iterable[Mapping[str, Any]]) -> str:
    """Return bindings, as the API answers them, as a table with a header."""
    text = io.StringIO()
    table = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    table.writeheader()
    for one in bindings:
        variables = (f"{pair['model']}:{pair['variable']}" for pair in one["variables"])
        region = json.dumps(one["region"]) if one.get("region") else ""
        row = {name: one.get(name) or "" for name in COLUMNS}
        names = {"signals": " ".join(one["signals"]), "variables": " ".join(variables)}
        table.writerow({**row, **names, "region": region})
    return text.getvalue()


def from_csv(text: str) -> list[dict[str, Any]]:
    """Return the bodies of bindings of a table.

    Raises:
        BindingInvalid: a column is not one of them, or a cell is not readable.
    """
    rows = csv.DictReader(io.StringIO(text))
    unknown = set(rows.fieldnames or ()) - set(COLUMNS)
    if unknown or not rows.fieldnames:
        raise invalid("header", ", ".join(COLUMNS), sorted(unknown))
    return [_body(row) for row in rows]


def written(binding: Mapping[str, Any]) -> dict[str, Any]:
    """Return the body that would make a binding which the API answered."""
    return {name: binding[name] for name in COLUMNS if binding.get(name)}


def _body(row: Mapping[str, str | None]) -> dict[str, Any]:
    given: dict[str, Any] = {
        name: row[name] for name in COLUMNS if name in row and row[name] not in (None, "")
    }
    if "signals" in given:
        given["signals"] = given["signals"].split()
    if "variables" in given:
        given["variables"] = [_variable(pair) for pair in given["variables"].split()]
    if "region" in given:
        try:
            given["region"] = json.loads(given["region"])
        except json.JSONDecodeError as error:
            raise invalid("region", "JSON", given["region"]) from error
    return given


def _variable(pair: str) -> dict[str, str]:
    model, colon, variable = pair.partition(":")
    if not (model and colon and variable):
        raise invalid("variables", "model:variable", pair)
    return {"model": model, "variable": variable}
