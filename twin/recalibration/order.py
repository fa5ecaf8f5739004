"""The files between the workflow and the job: `order.json` and `samples.json` in, answers out.

An order holds all that decides what a calibration finds, so that equal orders give equal answers.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from twin.simulation.job import Artefact
from twin.site_calibration import ModelCalibration
from twin.site_document import Parameter

PREFIX = "calibrations/"
ANSWER, PARAMETERS, REPORT = "decision.json", "parameters.json", "report.json"
PAGE = "report.html"
PLOTS = ("held_out.png", "residuals.png", "shifts.png", "innovations.png")


@dataclass(frozen=True)
class StoredObject:
    """An object of the models bucket with its SHA-256."""

    key: str
    sha256: str


@dataclass(frozen=True)
class CalibrationOrder:
    """What the job is to do.

    `champion` are the parameters that are active; `champion_version` is the digest of their set,
    empty for those of the site file. `fleet` are parameter sets of other assets of the type,
    `units` those of inputs and outputs.
    """

    calibration_id: str
    model_id: str
    asset: str
    kind: str
    artefact: Artefact
    image_digest: str
    code_revision: str
    champion: tuple[Parameter, ...]
    champion_version: str
    settings: ModelCalibration
    samples: StoredObject
    usable: int
    fleet: tuple[StoredObject, ...]
    units: Mapping[str, str]
    horizon_seconds: float
    step_seconds: float

    @property
    def digest(self) -> str:
        """Return the SHA-256 of the canonical text."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()

    @property
    def seed(self) -> int:
        """Return the seed of everything that is drawn: that of the samples, not of the id."""
        return int(self.samples.sha256[:8], 16)

    def to_json(self) -> str:
        """Return the canonical text: same order, same bytes."""
        return json.dumps(asdict(self), sort_keys=True, separators=(",", ":"), allow_nan=False)

    @classmethod
    def from_mapping(cls, raw: Mapping[str, Any]) -> CalibrationOrder:
        """Read what `to_json` wrote."""
        return cls(
            **{
                **raw,
                "artefact": Artefact(**raw["artefact"]),
                "champion": tuple(Parameter(**item) for item in raw["champion"]),
                "settings": ModelCalibration.from_raw(raw["settings"]),
                "samples": StoredObject(**raw["samples"]),
                "fleet": tuple(StoredObject(**item) for item in raw["fleet"]),
            }
        )


def order_key(calibration_id: str) -> str:
    """Return where a calibration's order is."""
    return f"{PREFIX}{calibration_id}/order.json"


def file_key(calibration_id: str, name: str) -> str:
    """Return where a file of a calibration is, such as `decision.json`."""
    return f"{PREFIX}{calibration_id}/{name}"


def folder(calibration_id: str) -> str:
    """Return the prefix of a calibration's files."""
    return f"{PREFIX}{calibration_id}/"
