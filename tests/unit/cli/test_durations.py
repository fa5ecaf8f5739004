"""Durations are read as people write them."""

from __future__ import annotations

import click
import pytest

from twin_local.cli.durations import Duration


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("1d", 86_400), ("90m", 5_400), ("30s", 30), ("1d12h", 129_600), ("2h5m1s", 7_501)],
)
def test_a_duration(text: str, seconds: int) -> None:
    assert Duration().convert(text, None, None) == seconds


@pytest.mark.parametrize("text", ["", "1", "1w", "30s1m", "-1d", "1.5h", "d"])
def test_no_duration(text: str) -> None:
    with pytest.raises(click.BadParameter, match="not a duration such as"):
        Duration().convert(text, None, None)
