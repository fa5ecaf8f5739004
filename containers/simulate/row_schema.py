"""What a row of the results is, as JSON Schema 2020-12; units are those of the model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from twin.simulation.study import Study
from twin.simulation.variables import ModelVariable


def row_schema(study: Study, input_names: Sequence[str]) -> dict[str, Any]:
    """Return the schema of a row of the file with the results of a study."""
    variables = {item.name: item for item in study.manifest.variables}
    inputs = {f"input.{name}": _column(variables[name], "number") for name in input_names}
    outputs = {
        f"output.{name}": _column(variables[name], ["number", "null"]) for name in study.outputs
    }
    columns: dict[str, Any] = {
        "row": {"type": "integer", "minimum": 0, "description": "Number in the design"},
        "run_id": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        **inputs,
        **outputs,
        "code": {"type": "string", "description": "Why the run failed; empty where it did not"},
        "message": {"type": "string"},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"A run of a study of {study.manifest.id}",
        "type": "object",
        "properties": columns,
        "required": list(columns),
        "additionalProperties": False,
    }


def _column(variable: ModelVariable, kind: str | list[str]) -> dict[str, Any]:
    said = {"description": variable.description, "unit": variable.unit}
    return {"type": kind, **{name: text for name, text in said.items() if text}}
