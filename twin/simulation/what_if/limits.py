"""The limits that candidates are held against: alarms, and the ranges of what is measured."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from twin.alarms.machine import compare
from twin.simulation.run_output import RunOutput
from twin.site_document import Comparison, SimulationModel, SiteDocument


@dataclass(frozen=True)
class Limit:
    """A limit of a variable is broken where `variable comparison threshold` holds.

    `alarm_id` and `priority` are those of the alarm that would tell; a range has none.
    """

    variable: str
    title: str
    comparison: Comparison
    threshold: float
    unit: str
    alarm_id: str = ""
    priority: int | None = None


@dataclass(frozen=True)
class Breach:
    """A limit that a candidate breaks: by its value, or only somewhere in its interval."""

    limit: Limit
    by_value: bool


def limits_of(model: SimulationModel, site: SiteDocument) -> tuple[Limit, ...]:
    """Return the limits of a model's outputs, and the alarms of its inputs."""
    outputs = [(one.variable, one.measured) for one in model.predictions]
    return (
        *(limit for variable, alias in outputs for limit in _range(variable, alias, site)),
        *(
            limit
            for variable, alias in (*outputs, *model.inputs)
            for limit in _alarms(variable, alias, site)
        ),
    )


def breaches(
    limits: Sequence[Limit], inputs: Mapping[str, float], outputs: Mapping[str, RunOutput]
) -> tuple[Breach, ...]:
    """Return the limits that inputs and outputs break.

    A range is what an instrument can tell, so that only a value breaks it; an alarm is also broken
    where the interval reaches beyond it.
    """
    found = []
    for limit in limits:
        output = outputs.get(limit.variable)
        if output is None:
            value = inputs[limit.variable]
            ends: tuple[float, ...] = ()
        else:
            value = output.value
            ends = (output.lower, output.upper) if limit.alarm_id else ()
        by_value = compare(value, limit.comparison, limit.threshold)
        if by_value or any(compare(end, limit.comparison, limit.threshold) for end in ends):
            found.append(Breach(limit, by_value))
    return tuple(found)


def _range(variable: str, alias: str, site: SiteDocument) -> Iterator[Limit]:
    signal = site.signal_by_alias[alias]
    sides: tuple[tuple[Comparison, float | None, str], ...] = (
        ("<", signal.range_low, "below"),
        (">", signal.range_high, "above"),
    )
    for comparison, threshold, side in sides:
        if threshold is not None:
            title = f"{signal.title} {side} its range"
            yield Limit(variable, title, comparison, threshold, signal.unit)


def _alarms(variable: str, alias: str, site: SiteDocument) -> Iterator[Limit]:
    unit = site.signal_by_alias[alias].unit
    for one in site.alarms:
        if one.signal == alias:
            yield Limit(
                *(variable, one.title, one.comparison, one.threshold, unit, one.id, one.priority)
            )
