"""The innovation of one prediction, from the run as it was announced."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import NormalDist
from typing import Any

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
    deviations = NormalDist().inv_cdf((1 + model.interval_probability) / 2)
    squared = error = 0.0
    degrees = 0
    for output in settings.outputs:
        found = run["outputs"].get(output.variable)
        if found is None or found["measured"] is None:
            continue
        difference = (found["measured"] - found["value"]) ** 2
        predicted = ((found["raw_upper"] - found["raw_lower"]) / 2 / deviations) ** 2
        squared += difference / (output.noise**2 + predicted)
        error += difference / output.noise**2
        degrees += 1
    if not degrees:
        return None
    return Innovation(run["run_id"], run["inputs_at"], squared, error, degrees)


def _is_in_range(inputs: Mapping[str, float], settings: ModelCalibration) -> bool:
    return all(
        name in inputs and low <= inputs[name] <= high
        for name, low, high in settings.operating_range
    )
