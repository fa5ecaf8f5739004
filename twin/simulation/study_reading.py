"""Read a study from JSON, and check it against its model."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from typing import Any

from twin.simulation.design import COUNT
from twin.simulation.design_errors import StudyInvalid
from twin.simulation.designs import design_of
from twin.simulation.manifest_reading import manifest_of
from twin.simulation.manifest_schema import MANIFEST_SCHEMA, NAME, POSITIVE
from twin.simulation.schema_check import mistakes
from twin.simulation.study import Study

MOST_STEPS = 100_000_000
STUDY_SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Study of a simulation model",
    "type": "object",
    "properties": {
        "manifest": {key: value for key, value in MANIFEST_SCHEMA.items() if key[0] != "$"},
        "artefact_key": NAME,
        "design": {"type": "object", "properties": {"name": NAME}, "required": ["name"]},
        "fixed": {"type": "object", "additionalProperties": {"type": "number"}},
        "outputs": {"type": "array", "items": NAME, "minItems": 1},
        "steps": {"type": "integer", "minimum": 0, "maximum": MOST_STEPS},
        "step_seconds": POSITIVE,
        "seed": {"type": "integer", "minimum": 0},
        "block_rows": COUNT,
    },
    "additionalProperties": False,
}
STUDY_SCHEMA["required"] = list(STUDY_SCHEMA["properties"])


def read_study(text: str | bytes) -> Study:
    """Read the text of a study.

    Raises:
        StudyInvalid: it is not JSON, not of the schema, or does not fit its model.
        DesignInvalid, ManifestInvalid: its parts are wrong.
    """
    try:
        value = json.loads(text)
    except ValueError as error:
        raise StudyInvalid("the study is not JSON", found=str(error)) from error
    return study_of(value)


def study_of(value: object) -> Study:
    """Read a study from a JSON value; see `read_study`."""
    for where, expected in mistakes(value, STUDY_SCHEMA):
        raise StudyInvalid(
            "the study is not of its schema", expected=expected, where=where or "the document"
        )
    assert isinstance(value, dict)
    study = Study(
        **{
            **value,
            "manifest": manifest_of(value["manifest"]),
            "outputs": tuple(value["outputs"]),
        }
    )
    _check(study)
    return study


def _check(study: Study) -> None:
    design, settings = design_of(study.design)
    varied = design.input_names(settings)
    variables = {item.name: item for item in study.manifest.variables}
    settable = [
        item.name for item in variables.values() if item.causality in ("input", "parameter")
    ]
    _require(varied, settable, "design")
    _require(study.fixed, settable, "fixed")
    _require(study.outputs, variables, "outputs")
    _require(study.outputs, dict.fromkeys(study.outputs), "outputs", once=True)
    for name in varied:
        if name in study.fixed:
            raise StudyInvalid("a value is fixed and varied", found=name, where="fixed")
    for name, value in study.fixed.items():
        if not (math.isfinite(value) and variables[name].holds(value)):
            raise StudyInvalid(
                "a value is outside of its variable's range",
                found=f"{value}",
                where=f"fixed.{name}",
            )


def _require(names: Iterable[str], known: Iterable[str], where: str, *, once: bool = False) -> None:
    given, have = list(names), list(known)
    if once and len(given) != len(have):
        raise StudyInvalid("a name repeats", found=", ".join(given), where=where)
    unknown = [name for name in given if name not in have]
    if unknown:
        raise StudyInvalid(
            "the model has no such variable",
            found=", ".join(unknown),
            expected=f"some of {', '.join(have)}",
            where=where,
        )
