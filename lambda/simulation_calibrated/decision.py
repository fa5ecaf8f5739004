"""What the job decided, read from its files and checked against the order."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from twin.recalibration.calibration import Calibration, Verdict
from twin.recalibration.errors import OrderInvalid
from twin.recalibration.order import ANSWER, PARAMETERS, file_key
from twin.simulation.manifest import ValidRange
from twin.site_document import Parameter
from twin_runtime import clients
from twin_runtime.settings import setting


@dataclass(frozen=True)
class Decision:
    """A verdict with the parameters that it is about and the box that they were proved in."""

    verdict: Verdict
    parameters: tuple[Parameter, ...]
    training_box: Mapping[str, ValidRange]


def read_decision(calibration: Calibration) -> Decision:
    """Return the decision of a calibration.

    Raises:
        OrderInvalid: it is of another order, or its parameter set is not what it says.
    """
    raw = json.loads(_read(file_key(calibration.calibration_id, ANSWER)))
    if raw["order_digest"] != calibration.order_digest:
        raise OrderInvalid(
            "the decision is of another order",
            found=str(raw["order_digest"]),
            expected=calibration.order_digest,
            where=calibration.calibration_id,
        )
    verdict = Verdict.from_mapping(raw["verdict"])
    stored = _read(file_key(calibration.calibration_id, PARAMETERS))
    found = hashlib.sha256(stored).hexdigest()
    if found != verdict.candidate_version:
        raise OrderInvalid(
            "the parameter set is not the one that was judged",
            found=found,
            expected=verdict.candidate_version,
            where=calibration.calibration_id,
        )
    return Decision(verdict, _parameters(raw), _box(raw))


def _parameters(raw: Mapping[str, Any]) -> tuple[Parameter, ...]:
    return tuple(Parameter(**item) for item in raw["parameters"])


def _box(raw: Mapping[str, Any]) -> dict[str, ValidRange]:
    return {name: ValidRange(low, high) for name, (low, high) in raw["conditions"].items()}


def _read(key: str) -> bytes:
    return clients.s3().get_object(Bucket=setting("MODELS_BUCKET"), Key=key)["Body"].read()
