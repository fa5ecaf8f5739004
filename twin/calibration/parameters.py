"""The parameters to estimate, and the scale on which they are estimated."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from twin.calibration.errors import ParametersInvalid
from twin.calibration.window import Floats


@dataclass(frozen=True)
class Parameter:
    """One parameter in its unit.

    `prior_sigma` is on the scale of the estimate: natural logarithms where `is_log_scale`, else the
    unit. None means that nothing but the bounds is known.

    Raises:
        ParametersInvalid: the bounds do not enclose the initial value, or a logarithm has none.
    """

    name: str
    unit: str
    initial: float
    lower: float
    upper: float
    is_log_scale: bool = False
    prior_sigma: float | None = None

    def __post_init__(self) -> None:
        numbers = (self.initial, self.lower, self.upper)
        if not (all(map(math.isfinite, numbers)) and self.lower < self.upper):
            raise self._invalid("bounds are not a range")
        if not self.lower <= self.initial <= self.upper:
            raise self._invalid("the initial value is outside the bounds")
        if self.is_log_scale and self.lower <= 0:
            raise self._invalid("a parameter on a logarithmic scale needs a positive lower bound")
        if self.prior_sigma is not None and not 0 < self.prior_sigma < math.inf:
            raise self._invalid("the prior sigma is not positive")

    def _invalid(self, message: str) -> ParametersInvalid:
        return ParametersInvalid(
            message,
            found=f"initial {self.initial}, {self.lower} to {self.upper}, sigma {self.prior_sigma}",
            where=self.name,
        )


@dataclass(frozen=True, eq=False)
class ParameterSpace:
    """Parameters in order; `prior_correlation` [k, k] ties their priors together (a fleet's)."""

    parameters: tuple[Parameter, ...]
    prior_correlation: Floats | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names in order."""
        return tuple(parameter.name for parameter in self.parameters)

    @property
    def initial(self) -> Floats:
        """Return the initial values [k] on the estimation scale."""
        return self.to_scale(np.array([parameter.initial for parameter in self.parameters]))

    @property
    def lower(self) -> Floats:
        """Return the lower bounds [k] on the estimation scale."""
        return self.to_scale(np.array([parameter.lower for parameter in self.parameters]))

    @property
    def upper(self) -> Floats:
        """Return the upper bounds [k] on the estimation scale."""
        return self.to_scale(np.array([parameter.upper for parameter in self.parameters]))

    @property
    def sigmas(self) -> Floats:
        """Return the prior sigma [k]; that of a uniform in the bounds where none is given."""
        uniform = (self.upper - self.lower) / math.sqrt(12)
        given = [parameter.prior_sigma for parameter in self.parameters]
        return np.array([u if s is None else s for s, u in zip(given, uniform, strict=True)])

    @property
    def prior_covariance(self) -> Floats:
        """Return the covariance [k, k] of what is known beforehand, on the estimation scale."""
        identity = np.eye(len(self.parameters))
        correlation = identity if self.prior_correlation is None else self.prior_correlation
        return np.asarray(correlation * np.outer(self.sigmas, self.sigmas), dtype=np.float64)

    @property
    def prior_whitening(self) -> Floats:
        """Return W [r, k]: the prior of an offset d from the start is exp(-|W d|^2 / 2).

        Parameters of which only the bounds are known have no part in it.
        """
        known = np.flatnonzero([entry.prior_sigma is not None for entry in self.parameters])
        whitening = np.zeros((known.size, len(self.parameters)))
        block = self.prior_covariance[np.ix_(known, known)]
        whitening[:, known] = np.linalg.inv(np.linalg.cholesky(block))
        return whitening

    def to_scale(self, values: Floats) -> Floats:
        """Return physical values [..., k] on the estimation scale."""
        logs = self._is_log
        positive = np.where(logs, values, 1.0)
        return np.where(logs, np.log(positive), values)

    def from_scale(self, scaled: Floats) -> Floats:
        """Return physical values [..., k]; beyond the bounds they are those of the bounds."""
        inside = np.clip(scaled, self.lower, self.upper)
        logs = self._is_log
        return np.where(logs, np.exp(np.where(logs, inside, 0.0)), inside)

    def at_bounds(self, scaled: Floats) -> tuple[str, ...]:
        """Return the names of the parameters that stand at one of their bounds."""
        margin = 1e-4 * (self.upper - self.lower)
        is_at = (scaled - self.lower <= margin) | (self.upper - scaled <= margin)
        return tuple(name for name, at in zip(self.names, is_at, strict=True) if at)

    @property
    def _is_log(self) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        return np.array([parameter.is_log_scale for parameter in self.parameters])
