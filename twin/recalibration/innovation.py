"""The innovation of one prediction, from the run as it was announced."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

from twin.recalibration.shift import PredictionErrors
from twin.recalibration.watch import Innovation
from twin.site_calibration import ModelCalibration
from twin.site_document import SimulationModel


def innovation_of(
    run: Mapping[str, Any], model: SimulationModel, settings: ModelCalibration
) -> Innovation | None:
    """Return how far a run's prediction was off, or None where it says nothing of the model.

    That is a what-if, a run without a measured value, or one outside of the operating range. The
    sigma of a prediction is the half width of what its parameters' uncertainties imply, over the
    normal quantile: the published interval holds the noise already.
    """
    if run["kind"] != "prediction" or run["state"] != "SUCCEEDED" or run["inputs_at"] is None:
        return None
    if not _is_in_range(run["inputs"], settings):
        return None
    found = list(_compared(run, model, settings))
    if not found:
        return None
    squared = sum(one.difference**2 / one.variance for one in found)
    error = sum((one.difference / one.noise) ** 2 for one in found)
    return Innovation(run["run_id"], run["inputs_at"], squared, error, len(found))


def errors_of(
    run: Mapping[str, Any], model: SimulationModel, settings: ModelCalibration
) -> PredictionErrors:
    """Return the signed errors of a run that has an innovation."""
    return PredictionErrors(
        version=f"{run['model_version']} {run['parameter_version']}".strip(),
        at=run["inputs_at"],
        by_output={
            one.variable: one.difference / math.sqrt(one.variance)
            for one in _compared(run, model, settings)
        },
    )


@dataclass(frozen=True)
class _Compared:
    """One output: measured less predicted, its noise, and the variance of both together."""

    variable: str
    difference: float
    noise: float
    variance: float


def _compared(
    run: Mapping[str, Any], model: SimulationModel, settings: ModelCalibration
) -> Iterator[_Compared]:
    deviations = NormalDist().inv_cdf((1 + model.interval_probability) / 2)
    for output in settings.outputs:
        found = run["outputs"].get(output.variable)
        if found is None or found["measured"] is None:
            continue
        difference = found["measured"] - found["value"]
        predicted = ((found["raw_upper"] - found["raw_lower"]) / 2 / deviations) ** 2
        yield _Compared(output.variable, difference, output.noise, output.noise**2 + predicted)


def _is_in_range(inputs: Mapping[str, float], settings: ModelCalibration) -> bool:
    return all(
        name in inputs and low <= inputs[name] <= high
        for name, low, high in settings.operating_range
    )
