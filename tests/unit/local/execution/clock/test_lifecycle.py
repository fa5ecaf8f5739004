"""S3 Lifecycle counts whole days, and to the next midnight."""

from __future__ import annotations

import pytest

from twin_local.execution.object_store.lifecycle import DAY_S, _midnight


@pytest.mark.parametrize(
    ("made", "days", "over"),
    [
        (0.0, 1, DAY_S),
        (1.0, 1, 2 * DAY_S),
        (DAY_S - 1.0, 3, 4 * DAY_S),
        (DAY_S * 1.0, 3, 4 * DAY_S),
    ],
)
def test_expiry_is_at_the_first_midnight_after_the_days(
    made: float, days: int, over: float
) -> None:
    assert _midnight(made, days) == over
