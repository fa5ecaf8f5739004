"""Inputs from the latest values: what is used, and what will not do."""

from __future__ import annotations

import pytest

from twin.live.events import Quality
from twin.simulation.errors import InputUnusable
from twin.simulation.inputs import measured_outputs, model_inputs
from twin.site_document import SimulationModel, SiteDocument
from twin.telemetry.sample import NANOSECONDS, Sample, Value

NOW = 1_790_000_000
SPEED = "/demo/P-101/speed"
MEASURED = {"speed": 1450.0, "suction_pressure": 0.3, "discharge_pressure": 3.0}


def sample(name: str, value: Value, *, age: float = 1.0, quality: Quality = "GOOD") -> Sample:
    return Sample(f"/demo/P-101/{name}", round((NOW - age) * NANOSECONDS), value, quality)


def plant(*changed: Sample) -> dict[str, Sample]:
    fresh = [sample(name, value) for name, value in MEASURED.items()]
    return {one.alias: one for one in (*fresh, *changed)}


def inputs(
    model: SimulationModel,
    site: SiteDocument,
    samples: dict[str, Sample],
    **replaced: float,
) -> dict[str, float]:
    return model_inputs(model, site, samples=samples, replaced=replaced, now=NOW)


def refusal(
    model: SimulationModel, site: SiteDocument, samples: dict[str, Sample]
) -> InputUnusable:
    with pytest.raises(InputUnusable) as caught:
        inputs(model, site, samples)
    assert caught.value.where == SPEED
    return caught.value


def test_every_input_is_the_latest_value_of_its_signal(
    model: SimulationModel, site: SiteDocument
) -> None:
    assert inputs(model, site, plant()) == MEASURED


def test_whole_numbers_and_booleans_are_numbers(model: SimulationModel, site: SiteDocument) -> None:
    found = inputs(model, site, plant(sample("speed", 1450), sample("suction_pressure", True)))
    assert (found["speed"], found["suction_pressure"]) == (1450.0, 1.0)
    assert isinstance(found["speed"], float)


def test_replaced_input_needs_no_signal(model: SimulationModel, site: SiteDocument) -> None:
    without = {alias: one for alias, one in plant().items() if alias != SPEED}
    assert inputs(model, site, without, speed=900.0) == {**MEASURED, "speed": 900.0}
    bad = plant(sample("speed", None, quality="BAD"))
    assert inputs(model, site, bad, speed=900.0)["speed"] == 900.0


def test_other_inputs_of_a_what_if_must_still_be_good(
    model: SimulationModel, site: SiteDocument
) -> None:
    with pytest.raises(InputUnusable, match="suction_pressure is stale"):
        inputs(model, site, plant(sample("suction_pressure", 0.3, age=3600)), speed=900.0)


def test_signal_that_never_had_a_value_is_named(model: SimulationModel, site: SiteDocument) -> None:
    without = {alias: one for alias, one in plant().items() if alias != SPEED}
    assert refusal(model, site, without).found == "nothing"


@pytest.mark.parametrize("value", [None, "fast", float("nan"), float("inf")])
def test_value_that_is_no_number_is_no_value(
    model: SimulationModel, site: SiteDocument, value: Value
) -> None:
    assert refusal(model, site, plant(sample("speed", value))).message == "speed has no value"


@pytest.mark.parametrize("quality", ["BAD", "UNCERTAIN"])
def test_only_good_values_will_do(
    model: SimulationModel, site: SiteDocument, quality: Quality
) -> None:
    error = refusal(model, site, plant(sample("speed", 1450.0, quality=quality)))
    assert (error.found, error.expected) == (f"quality {quality}", "GOOD")


def test_value_is_stale_from_the_moment_the_site_says(
    model: SimulationModel, site: SiteDocument
) -> None:
    limit = site.signal_by_alias[SPEED].stale_after_seconds
    assert inputs(model, site, plant(sample("speed", 1450.0, age=limit)))["speed"] == 1450.0
    error = refusal(model, site, plant(sample("speed", 1450.0, age=limit + 0.5)))
    assert error.expected == f"at most {limit:g} s"
    assert (error.code, error.status) == ("RUN_INPUT_UNUSABLE", 409)


def test_only_good_measured_values_stand_beside_a_prediction(
    model: SimulationModel, site: SiteDocument
) -> None:
    def measured(samples: dict[str, Sample]) -> dict[str, float]:
        return measured_outputs(model, site, samples=samples, now=NOW)

    assert measured(plant(sample("flow", 40.0))) == {"flow": 40.0}
    both = plant(sample("flow", 40.0), sample("power", 5.0, quality="UNCERTAIN"))
    assert measured(both) == {"flow": 40.0}
    nothing = plant(sample("flow", float("nan")), sample("power", None, quality="BAD"))
    assert measured(nothing) == {}
    assert measured(plant(sample("flow", 40.0, age=86_400.0))) == {}
