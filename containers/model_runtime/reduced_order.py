"""Reduced-order models from samples: proper orthogonal decomposition and radial basis functions.

A field (or any vector of results) is known at sampled parameters. Its snapshots are written in the
leading modes of their singular value decomposition, and the coefficients are interpolated over the
parameters, each scaled to its range. Chatterjee, "An introduction to the proper orthogonal
decomposition", Current Science 78 (2000); Fasshauer, "Meshfree Approximation Methods" (2007).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from scipy.interpolate import RBFInterpolator

from model_runtime.experiment import Floats
from twin.simulation.manifest import ValidRange
from twin.simulation.model_errors import DescriptionInvalid

Interpolator = Callable[[Floats], Floats]
KERNEL: Literal["thin_plate_spline"] = "thin_plate_spline"
ENERGY = 0.9999
"""The part of the snapshots' variance that the modes keep."""

HELD_OUT_PART = 0.2
FORMAT = 1


@dataclass(frozen=True)
class ReducedOrderModel:
    """Modes (modes by values), their mean, and the samples of their coefficients."""

    parameter_names: tuple[str, ...]
    output_names: tuple[str, ...]
    parameters: Floats
    coefficients: Floats
    modes: Floats
    mean: Floats
    held_out_error: Mapping[str, float]

    @property
    def training_box(self) -> dict[str, ValidRange]:
        """Return the smallest box around the samples."""
        low, high = self.parameters.min(axis=0), self.parameters.max(axis=0)
        return {
            name: ValidRange(float(low[index]), float(high[index]))
            for index, name in enumerate(self.parameter_names)
        }

    def interpolator(self) -> Interpolator:
        """Return what gives coefficients for parameters scaled by `scaled`."""
        return _interpolator(self.scaled(self.parameters), self.coefficients)

    def scaled(self, parameters: Floats) -> Floats:
        """Return parameters of which each goes from 0 to 1 over the samples."""
        low, high = self.parameters.min(axis=0), self.parameters.max(axis=0)
        return np.asarray((parameters - low) / np.where(high > low, high - low, 1.0))

    def evaluate(self, parameters: Floats, interpolator: Interpolator | None = None) -> Floats:
        """Return the fields at some rows of parameters."""
        found = (interpolator or self.interpolator())(self.scaled(np.atleast_2d(parameters)))
        return np.asarray(found @ self.modes + self.mean)


def build_model(
    parameters: Floats,
    fields: Floats,
    *,
    parameter_names: Sequence[str],
    output_names: Sequence[str],
    seed: int = 0,
) -> ReducedOrderModel:
    """Build a model of fields (samples by values) over parameters (samples by parameters).

    A fifth of the samples is held out to measure the error, relative to the norm of each field;
    the model that is returned is then made from all of them, so that its error is no larger.

    Raises:
        DescriptionInvalid: too few samples, equal ones, or values that are no numbers.
    """
    _check(parameters, fields)
    order = np.random.default_rng(seed).permutation(len(parameters))
    held_out = order[: max(1, int(len(order) * HELD_OUT_PART))]
    kept = order[len(held_out) :]
    names = tuple(parameter_names), tuple(output_names)
    trial = _fit(parameters[kept], fields[kept], *names, {})
    errors = _relative(trial.evaluate(parameters[held_out]), fields[held_out])
    measured = {"mean_relative": float(errors.mean()), "maximum_relative": float(errors.max())}
    return _fit(parameters, fields, *names, measured)


def save_model(model: ReducedOrderModel, file: Path) -> None:
    """Write a model as a NumPy archive; nothing in it is code."""
    errors = model.held_out_error
    with file.open("wb") as target:
        np.savez_compressed(
            target,
            rom=np.array([FORMAT]),
            parameter_names=np.array(model.parameter_names),
            output_names=np.array(model.output_names),
            parameters=model.parameters,
            coefficients=model.coefficients,
            modes=model.modes,
            mean=model.mean,
            held_out_error=np.array([errors["mean_relative"], errors["maximum_relative"]]),
        )


def load_model(file: Path) -> ReducedOrderModel:
    """Read what `save_model` wrote.

    Raises:
        DescriptionInvalid: it is none, or its arrays do not fit each other.
    """
    try:
        with np.load(file, allow_pickle=False) as arrays:
            model = _from_arrays(arrays)
    except (OSError, ValueError, KeyError, EOFError, NotImplementedError) as error:
        raise DescriptionInvalid("the model cannot be read", found=str(error)) from error
    _check(model.parameters, model.coefficients)
    shapes = {
        len(model.parameter_names) == model.parameters.shape[1],
        len(model.output_names) == model.modes.shape[1] == len(model.mean),
        model.modes.shape[0] == model.coefficients.shape[1],
    }
    if shapes != {True}:
        raise DescriptionInvalid("the arrays of the model do not fit each other")
    return model


def _from_arrays(arrays: Mapping[str, np.ndarray[Any, Any]]) -> ReducedOrderModel:
    if int(arrays["rom"][0]) != FORMAT:
        raise ValueError(f"format {arrays['rom'][0]}")
    mean_error, maximum_error = (float(value) for value in arrays["held_out_error"])
    return ReducedOrderModel(
        tuple(str(name) for name in arrays["parameter_names"]),
        tuple(str(name) for name in arrays["output_names"]),
        parameters=np.asarray(arrays["parameters"], dtype=float),
        coefficients=np.asarray(arrays["coefficients"], dtype=float),
        modes=np.asarray(arrays["modes"], dtype=float),
        mean=np.asarray(arrays["mean"], dtype=float),
        held_out_error={"mean_relative": mean_error, "maximum_relative": maximum_error},
    )


def _fit(
    parameters: Floats,
    fields: Floats,
    parameter_names: tuple[str, ...],
    output_names: tuple[str, ...],
    errors: Mapping[str, float],
) -> ReducedOrderModel:
    mean = fields.mean(axis=0)
    left, singular, modes = np.linalg.svd(fields - mean, full_matrices=False)
    energy = np.cumsum(singular**2)
    total = energy[-1] if len(energy) else 0.0
    rank = int(np.searchsorted(energy, ENERGY * total) + 1) if total > 0 else 1
    coefficients = left[:, :rank] * singular[:rank]
    return ReducedOrderModel(
        parameter_names, output_names, parameters, coefficients, modes[:rank], mean, errors
    )


def _relative(found: Floats, expected: Floats) -> Floats:
    norms = np.linalg.norm(expected, axis=1)
    return np.asarray(np.linalg.norm(found - expected, axis=1) / np.where(norms > 0, norms, 1.0))


def _check(parameters: Floats, fields: Floats) -> None:
    if parameters.ndim != 2 or fields.ndim != 2 or len(parameters) != len(fields):
        raise DescriptionInvalid(
            "samples are not two tables of one length",
            found=f"{parameters.shape} and {fields.shape}",
            expected="samples by parameters and samples by values",
        )
    if not (np.isfinite(parameters).all() and np.isfinite(fields).all()):
        raise DescriptionInvalid("a sample is no number", expected="finite numbers")
    fewest = 2 * (parameters.shape[1] + 2)
    distinct = len(np.unique(parameters, axis=0))
    if distinct < len(parameters) or distinct < fewest:
        raise DescriptionInvalid(
            "there are too few different samples", found=str(distinct), expected=f"{fewest} or more"
        )


def _interpolator(places: Floats, values: Floats) -> Interpolator:
    found: Interpolator = RBFInterpolator(places, values, kernel=KERNEL)
    return found
