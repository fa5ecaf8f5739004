"""Read a manifest from JSON, or say what is wrong with it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

from twin.simulation.manifest import Capabilities, ModelManifest, ValidRange
from twin.simulation.manifest_schema import MANIFEST_SCHEMA
from twin.simulation.model_errors import ManifestInvalid
from twin.simulation.schema_check import mistakes
from twin.simulation.variables import ModelVariable


def read_manifest(text: str | bytes) -> ModelManifest:
    """Read the text of a manifest.

    Raises:
        ManifestInvalid: it is not JSON, not of the schema, or contradicts itself.
    """
    try:
        value = json.loads(text)
    except ValueError as error:
        raise ManifestInvalid("the manifest is not JSON", found=str(error)) from error
    return manifest_of(value)


def manifest_of(value: object) -> ModelManifest:
    """Read a manifest from a JSON value.

    Raises:
        ManifestInvalid: it is not of the schema, or contradicts itself.
    """
    for where, expected in mistakes(value, MANIFEST_SCHEMA):
        raise ManifestInvalid(
            "the manifest is not of its schema", expected=expected, where=where or "the document"
        )
    assert isinstance(value, dict)
    manifest = _manifest(value)
    _check_names(manifest)
    _check_ranges(manifest)
    return manifest


def _manifest(raw: Mapping[str, Any]) -> ModelManifest:
    box = {name: ValidRange(**item) for name, item in raw.get("training_box", {}).items()}
    return ModelManifest(
        **{
            **raw,
            "variables": tuple(ModelVariable(**item) for item in raw["variables"]),
            "capabilities": Capabilities(**raw.get("capabilities", {})),
            "training_box": box,
        }
    )


def _check_names(manifest: ModelManifest) -> None:
    names = Counter(variable.name for variable in manifest.variables)
    for name, count in names.items():
        if count > 1:
            raise ManifestInvalid("two variables have one name", found=name, where="variables")
    for name in manifest.training_box:
        if name not in names:
            raise ManifestInvalid(
                "the training box is of a variable that the model lacks",
                found=name,
                expected=f"one of {', '.join(names)}",
                where="training_box",
            )


def _check_ranges(manifest: ModelManifest) -> None:
    for name, box in manifest.training_box.items():
        if box.low > box.high:
            raise ManifestInvalid(
                "a range is empty", found=f"{box.low:g} to {box.high:g}", where=name
            )
    for item in manifest.variables:
        low, high = item.minimum, item.maximum
        if low is not None and high is not None and low > high:
            raise ManifestInvalid(
                "a range is empty", found=f"{low:g} to {high:g}", where=f"variables.{item.name}"
            )
