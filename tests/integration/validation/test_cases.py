"""The quick cases of the suite hold what they promise; speed is for `make validation`."""

from __future__ import annotations

import pytest

from benchmarks.validation.outcome import State
from benchmarks.validation.runner import run_case

pytestmark = [pytest.mark.slow, pytest.mark.container]


@pytest.mark.parametrize(
    "name",
    ["drift_rig", "ev_fleet", "gate", "lg_m50", "linear_systems", "reference_fmus", "van_der_pol"],
)
def test_what_is_promised_is_held(name: str) -> None:
    outcome = run_case(name)
    if outcome.state is State.NOT_RUN:
        pytest.skip(outcome.reason)
    assert outcome.result is not None, outcome.reason
    promises = [promise for promise in outcome.result.promises if not promise.is_timing]
    assert promises
    assert [promise for promise in promises if not promise.is_held] == []
