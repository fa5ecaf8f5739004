"""The manifest as JSON Schema 2020-12, for other tools and languages."""

from __future__ import annotations

from typing import Any

from twin.simulation.manifest import LICENCE_CLASSES
from twin.simulation.variables import CAUSALITIES, DATA_TYPES

SHA256 = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
TEXT = {"type": "string"}
NAME = {"type": "string", "minLength": 1}
OPTIONAL_NUMBER = {"type": ["number", "null"]}
FLAG = {"type": "boolean"}
POSITIVE = {"type": "number", "exclusiveMinimum": 0}


def _object(required: dict[str, Any], optional: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {**required, **optional},
        "required": list(required),
        "additionalProperties": False,
    }


VARIABLE = _object(
    {"name": NAME, "causality": {"enum": list(CAUSALITIES)}},
    {
        "data_type": {"enum": list(DATA_TYPES)},
        "unit": TEXT,
        "minimum": OPTIONAL_NUMBER,
        "maximum": OPTIONAL_NUMBER,
        "start": OPTIONAL_NUMBER,
        "description": TEXT,
    },
)
RANGE = _object({"low": {"type": "number"}, "high": {"type": "number"}}, {})
CAPABILITIES = _object({}, {"can_save_state": FLAG, "can_batch": FLAG, "fixed_step": FLAG})

MANIFEST_SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Simulation model manifest",
    **_object(
        {
            "id": NAME,
            "kind": NAME,
            "artefact_sha256": SHA256,
            "artefact_bytes": {"type": "integer", "minimum": 0},
            "variables": {"type": "array", "items": VARIABLE},
            "step_seconds": POSITIVE,
        },
        {
            "image_digest": TEXT,
            "git_revision": TEXT,
            "tool": TEXT,
            "licence_class": {"enum": list(LICENCE_CLASSES)},
            "capabilities": CAPABILITIES,
            "training_box": {"type": "object", "additionalProperties": RANGE},
            "held_out_error": {"type": "object", "additionalProperties": {"type": "number"}},
            "steps_per_second": {"anyOf": [POSITIVE, {"type": "null"}]},
        },
    ),
}
