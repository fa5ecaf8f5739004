"""Values on a time axis: what holds, for how long, and what ends it."""

from __future__ import annotations

import json
import math

from twin.recalibration.samples import Samples, grid, held


def test_window_ends_at_the_newest_whole_step() -> None:
    times = grid(1000.5, hours=0.1, seconds=60)
    assert times == (660.0, 720.0, 780.0, 840.0, 900.0, 960.0)


def test_value_holds_until_the_next_one() -> None:
    points = [(5.0, 1.0), (10.0, 2.0), (21.0, 3.0)]
    found = list(held(points, [0.0, 5.0, 9.0, 10.0, 20.0, 30.0], longest_seconds=60))
    assert found == [None, 1.0, 1.0, 2.0, 2.0, 3.0]


def test_old_value_is_none() -> None:
    assert list(held([(0.0, 1.0)], [10.0, 11.0], longest_seconds=10)) == [1.0, None]


def test_what_is_no_number_ends_what_held() -> None:
    points = [(0.0, 1.0), (5.0, math.nan), (7.0, 2.0)]
    assert list(held(points, [4.0, 6.0, 8.0], longest_seconds=60)) == [1.0, None, 2.0]


def test_samples_come_back_as_they_were() -> None:
    samples = Samples.of_series([1.0, 2.0], {"u": [1.0, None]}, {"y": [None, 4.0], "z": [1.0, 2.0]})
    assert samples.outputs == ((None, 1.0), (4.0, 2.0))
    assert Samples.from_mapping(json.loads(samples.to_json())) == samples
