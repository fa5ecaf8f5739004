"""Take a model's inputs from the latest values of its signals, or say why they will not do."""

from __future__ import annotations

import math
from collections.abc import Mapping

from twin.simulation.errors import InputUnusable
from twin.site_document import SimulationModel, SiteDocument
from twin.telemetry.latest import is_stale
from twin.telemetry.sample import Sample


def model_inputs(
    model: SimulationModel,
    site: SiteDocument,
    *,
    samples: Mapping[str, Sample],
    replaced: Mapping[str, float],
    now: float,
) -> dict[str, float]:
    """Return the value of every input variable; `replaced` ones need no signal.

    Raises:
        InputUnusable: a signal has no value, a bad one, or one that is stale.
    """
    return {
        variable: (
            replaced[variable]
            if variable in replaced
            else _measured(variable, alias, site, samples.get(alias), now=now)
        )
        for variable, alias in model.inputs
    }


def measured_outputs(
    model: SimulationModel, site: SiteDocument, *, samples: Mapping[str, Sample], now: float
) -> dict[str, float]:
    """Return what is measured now of the variables that the model predicts.

    A value that is not good, or stale, is not what a prediction of now can be judged by.
    """
    found = {}
    for prediction in model.predictions:
        sample = samples.get(prediction.measured)
        if sample is None or sample.quality != "GOOD":
            continue
        number, signal = _number(sample), site.signal_by_alias[prediction.measured]
        if number is not None and not is_stale(signal, age_seconds=now - sample.time):
            found[prediction.variable] = number
    return found


def inputs_age_seconds(
    model: SimulationModel,
    *,
    samples: Mapping[str, Sample],
    replaced: Mapping[str, float],
    now: float,
) -> float | None:
    """Return the age of the oldest measured input, None where all of them are replaced."""
    ages = (
        now - samples[alias].time
        for variable, alias in model.inputs
        if variable not in replaced and alias in samples
    )
    return max((max(0.0, age) for age in ages), default=None)


def _measured(
    variable: str, alias: str, site: SiteDocument, sample: Sample | None, *, now: float
) -> float:
    number = None if sample is None else _number(sample)
    if sample is None or number is None:
        raise InputUnusable(f"{variable} has no value", found="nothing", where=alias)
    if sample.quality != "GOOD":
        raise InputUnusable(
            f"{variable} is not good",
            found=f"quality {sample.quality}",
            expected="GOOD",
            where=alias,
        )
    signal = site.signal_by_alias[alias]
    age = now - sample.time
    if is_stale(signal, age_seconds=age):
        raise InputUnusable(
            f"{variable} is stale",
            found=f"{age:.0f} s old",
            expected=f"at most {signal.stale_after_seconds:g} s",
            where=alias,
        )
    return number


def _number(sample: Sample) -> float | None:
    value = sample.value
    if isinstance(value, str) or value is None or not math.isfinite(value):
        return None
    return float(value)
