"""What is known of a model before it runs: its manifest, one canonical JSON document.

The artefact is named by its content, so that a manifest can never be of another file than the one
that was validated. `manifest_schema` says the same as JSON Schema.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, get_args

from twin.simulation.variables import Causality, ModelVariable

LicenceClass = Literal["none", "twin_runtime", "twin_builder_deployer", "unknown"]
LICENCE_CLASSES: tuple[LicenceClass, ...] = get_args(LicenceClass)


@dataclass(frozen=True)
class Capabilities:
    """What callers choose their method by: calibration needs states, sweeps like batches."""

    can_save_state: bool = False
    can_batch: bool = False
    fixed_step: bool = False


@dataclass(frozen=True)
class ValidRange:
    """The values of a variable for which the model was made."""

    low: float
    high: float

    def holds(self, value: float) -> bool:
        """Return whether a value is inside; NaN never is."""
        return self.low <= value <= self.high


@dataclass(frozen=True)
class ModelManifest:
    """A model that can be deployed and run.

    `step_seconds` is the communication step that the model was made for. `training_box` is the
    region in which it is valid; a model without one is valid wherever its variables' ranges say.
    `held_out_error` is the error on samples that a surrogate did not see, by what it is called.
    `steps_per_second` is measured, None before.
    """

    id: str
    kind: str
    artefact_sha256: str
    artefact_bytes: int
    variables: tuple[ModelVariable, ...]
    step_seconds: float
    image_digest: str = ""
    git_revision: str = ""
    tool: str = ""
    licence_class: LicenceClass = "none"
    capabilities: Capabilities = field(default_factory=Capabilities)
    training_box: Mapping[str, ValidRange] = field(default_factory=dict)
    held_out_error: Mapping[str, float] = field(default_factory=dict)
    steps_per_second: float | None = None

    @property
    def digest(self) -> str:
        """Return the SHA-256 of the canonical text."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()

    def of_causality(self, causality: Causality) -> tuple[ModelVariable, ...]:
        """Return the variables of a causality in the order of the model."""
        return tuple(item for item in self.variables if item.causality == causality)

    def outside_training(self, values: Mapping[str, float]) -> tuple[str, ...]:
        """Return the names of the given variables for which the model was not made."""
        box = self.training_box
        return tuple(
            name for name, value in values.items() if name in box and not box[name].holds(value)
        )

    def to_body(self) -> dict[str, Any]:
        """Return the manifest as a JSON object."""
        body: dict[str, Any] = json.loads(self.to_json())
        return body

    def to_json(self) -> str:
        """Return the canonical text: same manifest, same bytes; no NaN."""
        return json.dumps(asdict(self), sort_keys=True, separators=(",", ":"), allow_nan=False)
