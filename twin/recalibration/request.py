"""What asks for a calibration."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from twin.recalibration.errors import CalibrationNotConfigured, CalibrationRequestInvalid
from twin.simulation.request import LONGEST_KEY, find_model
from twin.site_calibration import ModelCalibration
from twin.site_document import SimulationModel, SiteDocument


@dataclass(frozen=True)
class CalibrationRequest:
    """A request that was checked against the site."""

    model_id: str
    idempotency_key: str

    @property
    def digest(self) -> str:
        """Return what tells this request from another one under the same idempotency key."""
        return hashlib.sha256(self.model_id.encode()).hexdigest()

    @classmethod
    def from_body(cls, body: Mapping[str, Any], site: SiteDocument) -> CalibrationRequest:
        """Read and check the body of `POST /calibrations`.

        Raises:
            ModelUnknown: the site has no such model.
            CalibrationNotConfigured: its site file does not say how it is calibrated.
            CalibrationRequestInvalid: the idempotency key is unusable.
        """
        model = find_model(site, str(body.get("model_id", "")))
        settings_of(model)
        key = body.get("idempotency_key")
        if key is None:
            key = ""
        if not isinstance(key, str) or len(key) > LONGEST_KEY:
            raise CalibrationRequestInvalid(
                "the idempotency key is unusable",
                found=repr(key)[:LONGEST_KEY],
                expected=f"a text of at most {LONGEST_KEY} characters",
                where="idempotency_key",
            )
        return cls(model.id, key)


def settings_of(model: SimulationModel) -> ModelCalibration:
    """Return how a model is calibrated.

    Raises:
        CalibrationNotConfigured: the site file does not say it.
    """
    if model.calibration is None:
        raise CalibrationNotConfigured(
            "the model is not calibrated",
            found=f"{model.id} without calibration",
            expected="a key calibration",
            where=f"twin.types.….models.{model.id.rpartition('.')[2]} in the site file",
        )
    return model.calibration
