"""What past predictions say of the next one: coverage, widening, drift, and the flag."""

from __future__ import annotations

import random

import pytest

from twin.simulation.trust.drift import is_drifting
from twin.simulation.trust.measured_coverage import FEWEST, measured_coverage
from twin.simulation.trust.tally import MEMORY, Judged, OutputTally, RawInterval
from twin.simulation.trust.validity import VALID, Validity, reasons_of_past

LEVEL = 0.9


def followed(count: int, *, claimed: float, seed: int = 1) -> tuple[OutputTally, float]:
    """Follow a model that claims a sigma where the truth has 1; return the share that was held."""
    noise = random.Random(seed)
    half = 1.645 * claimed
    tally = OutputTally.empty(LEVEL).seen_by("v1", LEVEL)
    held = 0
    for _ in range(count):
        raw, measured = RawInterval(10.0, 10.0 - half, 10.0 + half), 10.0 + noise.gauss(0, 1)
        held += raw.excess(measured) <= tally.widening
        tally = tally.observed(raw, measured)
    return tally, held / count


@pytest.mark.parametrize("seed", range(5))
def test_intervals_of_an_overconfident_model_are_widened_to_their_level(seed: int) -> None:
    tally, share = followed(500, claimed=0.3, seed=seed)
    raw = measured_coverage([one.held_raw for one in tally.of_present_version])
    assert raw is not None and raw.is_below(LEVEL) and raw.share < 0.5
    assert 0.87 <= share <= 0.93
    assert tally.widening > 0.5


def test_intervals_of_a_careful_model_are_left_as_they_are() -> None:
    tally, share = followed(500, claimed=2.0)
    assert share > 0.97
    assert tally.widening == 0.0


def test_memory_is_bounded_and_the_same_when_it_is_read_again() -> None:
    tally, _ = followed(MEMORY + 50, claimed=0.5)
    assert len(tally.judged) == MEMORY == tally.of_version
    assert OutputTally.from_raw(tally.to_raw()) == tally


def test_coverage_is_unknown_until_enough_was_measured() -> None:
    assert measured_coverage([True] * (FEWEST - 1)) is None
    found = measured_coverage([True] * 18 + [False] * 2)
    assert found is not None and (found.share, found.count) == (0.9, 20)
    assert found.lower < 0.9 < found.upper


def test_another_version_starts_with_the_widening_but_not_with_the_coverage() -> None:
    before, _ = followed(100, claimed=0.3)
    after = before.seen_by("v2", LEVEL)
    assert after.widening == before.widening > 0
    (reason,) = reasons_of_past({"flow": after})
    assert reason.code == "PREDICTION_COVERAGE_UNKNOWN"


def test_intervals_of_another_level_are_forgotten() -> None:
    before, _ = followed(100, claimed=0.3)
    after = before.seen_by("v1", 0.8)
    assert (after.judged, after.level, after.revision) == ((), 0.8, before.revision)


def test_a_model_that_does_what_it_claims_is_valid() -> None:
    tally, _ = followed(MEMORY, claimed=1.0)
    assert Validity.of(reasons_of_past({"flow": tally})) == Validity(True, ())
    assert Validity(True, ()).text == VALID


def test_an_asset_that_left_its_model_is_drifting() -> None:
    noise = random.Random(3)

    def around(mean: float, count: int) -> list[Judged]:
        return [Judged(noise.gauss(mean, 1), -1.0, True) for _ in range(count)]

    before = around(0, 100)
    assert not is_drifting([*before, *around(0, 20)], LEVEL)
    assert is_drifting([*before, *around(3, 20)], LEVEL)
    assert is_drifting([*before, *[Judged(0.0, 1.0, False)] * 20], LEVEL)
