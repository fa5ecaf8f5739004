"""A version of a model's parameters: a value that never changes, named by its content."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from twin.calibration.errors import ParameterSetInvalid
from twin.calibration.estimate import Estimate


@dataclass(frozen=True)
class ParameterValue:
    """One parameter in its unit, with its standard deviation."""

    name: str
    unit: str
    value: float
    sigma: float
    is_log_scale: bool


@dataclass(frozen=True)
class ConditionRange:
    """The range of a condition, such as a temperature, in which the parameters were proved."""

    name: str
    unit: str
    lower: float
    upper: float

    def holds(self, value: float) -> bool:
        """Tell whether a value is within the range."""
        return self.lower <= value <= self.upper


@dataclass(frozen=True)
class FitWindow:
    """One run of the fit: its span in seconds of Unix time, and the digest of its samples."""

    name: str
    start_seconds: float
    end_seconds: float
    digest: str


@dataclass(frozen=True)
class Origin:
    """What made a parameter set: method, seed, digests of model and image, revision of the code."""

    method: str
    seed: int
    model_digest: str
    image_digest: str
    code_revision: str


@dataclass(frozen=True)
class ParameterSet:
    """Parameters of one model for one asset; `parent` is the version they follow, if any.

    `covariance` is on the estimation scale, row by row.
    """

    model: str
    asset: str
    parameters: tuple[ParameterValue, ...]
    covariance: tuple[tuple[float, ...], ...]
    conditions: tuple[ConditionRange, ...]
    windows: tuple[FitWindow, ...]
    origin: Origin
    parent: str | None = None

    @property
    def version(self) -> str:
        """Return the SHA-256, in hexadecimal, of the canonical JSON."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()

    def to_json(self) -> str:
        """Return canonical JSON: sorted keys, no spaces.

        Raises:
            ParameterSetInvalid: a figure is not finite.
        """
        try:
            return json.dumps(asdict(self), sort_keys=True, separators=(",", ":"), allow_nan=False)
        except ValueError as error:
            raise ParameterSetInvalid(
                "a figure of the parameter set is no number", expected="finite figures"
            ) from error

    def values(self) -> dict[str, float]:
        """Return the parameters in their units, by name."""
        return {parameter.name: parameter.value for parameter in self.parameters}

    def outside(self, conditions: Mapping[str, float]) -> tuple[str, ...]:
        """Return which conditions are outside the range, or not told."""
        return tuple(
            entry.name
            for entry in self.conditions
            if entry.name not in conditions or not entry.holds(conditions[entry.name])
        )


def parameter_set(
    estimate: Estimate,
    *,
    model: str,
    asset: str,
    origin: Origin,
    windows: tuple[FitWindow, ...],
    conditions: tuple[ConditionRange, ...] = (),
    parent: str | None = None,
) -> ParameterSet:
    """Return the version that an estimate makes."""
    figures = zip(estimate.space.parameters, estimate.values, estimate.sigmas, strict=True)
    parameters = tuple(
        ParameterValue(entry.name, entry.unit, float(value), float(sigma), entry.is_log_scale)
        for entry, value, sigma in figures
    )
    covariance = tuple(tuple(map(float, row)) for row in estimate.covariance)
    return ParameterSet(model, asset, parameters, covariance, conditions, windows, origin, parent)


def read_parameter_set(text: str, version: str) -> ParameterSet:
    """Return the parameter set of a stored JSON.

    Raises:
        ParameterSetInvalid: it is none, or it is not what its version says.
    """
    try:
        raw: dict[str, Any] = json.loads(text)
        read = ParameterSet(
            model=raw["model"],
            asset=raw["asset"],
            parameters=tuple(ParameterValue(**entry) for entry in raw["parameters"]),
            covariance=tuple(tuple(row) for row in raw["covariance"]),
            conditions=tuple(ConditionRange(**entry) for entry in raw["conditions"]),
            windows=tuple(FitWindow(**entry) for entry in raw["windows"]),
            origin=Origin(**raw["origin"]),
            parent=raw["parent"],
        )
    except (ValueError, KeyError, TypeError) as error:
        raise ParameterSetInvalid(
            "this is no parameter set", found=str(error), where=version
        ) from error
    if read.version != version:
        raise ParameterSetInvalid(
            "the parameter set was changed", found=read.version, expected=version
        )
    return read
