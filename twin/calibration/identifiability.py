"""Which parameters a window determines, from the information it holds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from twin.calibration.errors import NotIdentifiable
from twin.calibration.window import Floats

MAXIMUM_SIGMA_RATIO = 0.5
"""A direction is determined where the data alone say at least twice as much as was known before."""

MAXIMUM_CONDITION = 1e10
"""Beyond it the smallest eigenvalue of the information is the rounding of finite differences."""


@dataclass(frozen=True)
class Direction:
    """A combination of parameters, in prior sigma; `sigma_ratio` is that of the data over it."""

    weights: tuple[tuple[str, float], ...]
    sigma_ratio: float

    def __str__(self) -> str:
        large = [f"{weight:+.2f}·{name}" for name, weight in self.weights if abs(weight) > 0.1]
        return f"{' '.join(large)} (sigma {self.sigma_ratio:.3g} of prior)"


@dataclass(frozen=True)
class Identifiability:
    """What the information of a window says; `undetermined` are the directions that it does not."""

    condition_number: float
    undetermined: tuple[Direction, ...]
    at_bounds: tuple[str, ...]

    @property
    def is_identifiable(self) -> bool:
        """Tell whether every direction is determined and no parameter stands at a bound."""
        return not self.undetermined and not self.at_bounds

    def require(self) -> None:
        """Refuse parameters that the window does not determine.

        Raises:
            NotIdentifiable: there is such a direction, or a parameter stands at a bound.
        """
        if not self.is_identifiable:
            bounds = [f"{name} at a bound" for name in self.at_bounds]
            raise NotIdentifiable(
                "the window does not determine the parameters",
                found="; ".join([*map(str, self.undetermined), *bounds]),
                expected=f"sigma from the data at most {MAXIMUM_SIGMA_RATIO} of the prior sigma",
            )


def identifiability(
    information: Floats, names: tuple[str, ...], at_bounds: tuple[str, ...]
) -> Identifiability:
    """Judge the Fisher information [k, k] of the data, in units of prior sigma.

    An eigenvalue λ of it is the inverse variance of a direction: sigma over prior sigma is 1/√λ.
    """
    eigenvalues, vectors = np.linalg.eigh((information + information.T) / 2)
    largest = max(float(eigenvalues[-1]), np.finfo(float).tiny)
    undetermined = []
    for value, vector in zip(eigenvalues, vectors.T, strict=True):
        ratio = 1 / np.sqrt(value) if value > 0 else np.inf
        if ratio > MAXIMUM_SIGMA_RATIO or value * MAXIMUM_CONDITION < largest:
            weights = tuple((name, float(w)) for name, w in zip(names, vector, strict=True))
            undetermined.append(Direction(weights, float(ratio)))
    smallest = float(eigenvalues[0])
    condition = largest / smallest if smallest > 0 else float("inf")
    return Identifiability(condition, tuple(undetermined), at_bounds)


def information_gained(covariance: Floats, prior: Floats, sigmas: Floats) -> Floats:
    """Return the information [k, k] that took a prior to a posterior, in units of prior sigma."""
    gained = np.linalg.inv(covariance) - np.linalg.inv(prior)
    return np.asarray(gained * np.outer(sigmas, sigmas), dtype=np.float64)
