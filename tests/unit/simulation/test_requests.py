"""Which runs are refused before they begin, and why."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.simulation.errors import ModelUnknown, RunRequestInvalid, SimulationError
from twin.simulation.request import LONGEST_KEY, RunRequest, find_model
from twin.site_document import SiteDocument

SPEED = "/demo/P-101/speed"


def what_if(**inputs: Any) -> dict[str, Any]:  # noqa: ANN401 - bodies hold any JSON
    return {"model_id": "P-101.pump", "kind": "what_if", "inputs": inputs}


def refusal(body: dict[str, Any], site: SiteDocument) -> RunRequestInvalid:
    with pytest.raises(RunRequestInvalid) as caught:
        RunRequest.from_body(body, site)
    return caught.value


def test_prediction_is_the_kind_that_needs_not_be_said(site: SiteDocument) -> None:
    request = RunRequest.from_body({"model_id": "P-101.pump"}, site)
    assert request == RunRequest("P-101.pump", "prediction", {}, "")


@pytest.mark.parametrize("member", ["inputs", "idempotency_key"])
def test_null_is_the_same_as_nothing(site: SiteDocument, member: str) -> None:
    request = RunRequest.from_body({"model_id": "P-101.pump", member: None}, site)
    assert (request.inputs, request.idempotency_key) == ({}, "")


def test_what_if_keeps_the_inputs_that_it_replaces(site: SiteDocument) -> None:
    request = RunRequest.from_body({**what_if(speed=1200), "idempotency_key": "k"}, site)
    assert request == RunRequest("P-101.pump", "what_if", {"speed": 1200.0}, "k")


@pytest.mark.parametrize("value", [0.0, 1800.0])
def test_the_limits_of_the_range_are_within_it(site: SiteDocument, value: float) -> None:
    assert RunRequest.from_body(what_if(speed=value), site).inputs == {"speed": value}


@pytest.mark.parametrize("value", [-0.1, 1800.1])
def test_value_beyond_its_signal_s_range_is_refused_with_the_range(
    site: SiteDocument, value: float
) -> None:
    error = refusal(what_if(speed=value), site)
    assert (error.found, error.where) == (f"{value:g} rpm", "inputs.speed")
    assert error.expected == "from 0 to 1800 rpm"


def test_signal_with_one_limit_is_checked_against_it(site: SiteDocument) -> None:
    signals = tuple(
        dataclasses.replace(one, range_high=None) if one.alias == SPEED else one
        for one in site.signals
    )
    open_ended = dataclasses.replace(site, signals=signals)
    assert RunRequest.from_body(what_if(speed=9999), open_ended).inputs == {"speed": 9999.0}
    assert refusal(what_if(speed=-1), open_ended).expected == "from 0 to inf rpm"


@pytest.mark.parametrize(
    "value",
    [
        float("nan"),
        float("inf"),
        -float("inf"),
        10**400,
        True,
        None,
        "1200",
        [1200],
        {"value": 20, "unit": "Hz"},
    ],
)
def test_what_is_no_finite_number_is_refused(site: SiteDocument, value: object) -> None:
    error = refusal(what_if(speed=value), site)
    assert error.message == "speed is no number"
    assert len(error.found) <= LONGEST_KEY


def test_variable_that_the_model_lacks_is_refused_with_those_it_has(site: SiteDocument) -> None:
    error = refusal(what_if(spede=1200), site)
    assert error.where == "inputs.spede"
    assert error.expected == "one of speed, suction_pressure, discharge_pressure"


@pytest.mark.parametrize("output", ["flow", "power", "wear"])
def test_outputs_and_parameters_are_no_inputs(site: SiteDocument, output: str) -> None:
    assert refusal(what_if(**{output: 1.0}), site).where == f"inputs.{output}"


@pytest.mark.parametrize("inputs", [[], "speed", 0, False, [["speed", 1]]])
def test_inputs_that_are_no_object_are_refused(site: SiteDocument, inputs: object) -> None:
    assert refusal({"model_id": "P-101.pump", "inputs": inputs}, site).where == "inputs"


def test_prediction_with_inputs_is_refused(site: SiteDocument) -> None:
    error = refusal({"model_id": "P-101.pump", "inputs": {"speed": 1200}}, site)
    assert "what_if" in error.expected


@pytest.mark.parametrize("inputs", [None, {}])
def test_what_if_without_inputs_is_refused(site: SiteDocument, inputs: object) -> None:
    error = refusal({"model_id": "P-101.pump", "kind": "what_if", "inputs": inputs}, site)
    assert "speed" in error.expected


@pytest.mark.parametrize("kind", ["forecast", "", None, 1, ["prediction"]])
def test_unknown_kind_is_refused(site: SiteDocument, kind: object) -> None:
    error = refusal({"model_id": "P-101.pump", "kind": kind}, site)
    assert (error.where, error.expected) == ("kind", "prediction or what_if")


@pytest.mark.parametrize("key", [7, True, ["k"], "k" * (LONGEST_KEY + 1)])
def test_unusable_idempotency_key_is_refused(site: SiteDocument, key: object) -> None:
    error = refusal({"model_id": "P-101.pump", "idempotency_key": key}, site)
    assert error.where == "idempotency_key"


@pytest.mark.parametrize("body", [{}, {"model_id": "P-999.pump"}, {"model_id": None}])
def test_unknown_model_is_refused_with_those_of_the_site(
    site: SiteDocument, body: dict[str, Any]
) -> None:
    with pytest.raises(ModelUnknown) as caught:
        RunRequest.from_body(body, site)
    assert caught.value.status == 404
    assert caught.value.expected == "one of P-101.pump, P-102.pump"


def test_site_without_models_says_so(site: SiteDocument) -> None:
    with pytest.raises(ModelUnknown, match="expected one of none"):
        find_model(dataclasses.replace(site, models=()), "P-101.pump")


@given(
    st.dictionaries(
        st.sampled_from(["speed", "suction_pressure", "flow", ""]),
        st.floats() | st.integers() | st.none() | st.text(max_size=3),
    )
)
def test_whatever_passes_can_be_run(site: SiteDocument, inputs: dict[str, Any]) -> None:
    try:
        request = RunRequest.from_body(what_if(**inputs), site)
    except SimulationError as error:
        assert error.to_dict()["code"] == "RUN_REQUEST_INVALID"
        return
    assert json.dumps(request.inputs, allow_nan=False)
    assert all(0 <= value <= 1800 for value in request.inputs.values())
