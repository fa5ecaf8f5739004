"""Schedule expressions are due when AWS says they are."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from twin_local.execution.events.cron import ScheduleError, parse


def due(expression: str, after: str, zone: str = "UTC") -> str:
    start = datetime.fromisoformat(after).replace(tzinfo=UTC).timestamp()
    moment = parse(expression, zone=zone).next_after(start)
    assert moment is not None
    return datetime.fromtimestamp(moment, tz=UTC).strftime("%Y-%m-%dT%H:%M")


@pytest.mark.parametrize(
    ("expression", "after", "expected"),
    [
        ("rate(5 minutes)", "2030-01-01T00:00", "2030-01-01T00:05"),
        ("rate(1 day)", "2030-01-01T00:00", "2030-01-02T00:00"),
        ("cron(0 8 ? * MON-FRI *)", "2030-01-04T09:00", "2030-01-07T08:00"),
        ("cron(0/15 * * * ? *)", "2030-01-01T00:16", "2030-01-01T00:30"),
        ("cron(0 0 L * ? *)", "2028-02-01T00:00", "2028-02-29T00:00"),
        ("cron(0 0 15W * ? *)", "2030-06-01T00:00", "2030-06-14T00:00"),
        ("cron(0 0 ? * 6L *)", "2030-01-01T00:00", "2030-01-25T00:00"),
        ("cron(0 0 ? * TUE#2 *)", "2030-01-01T00:00", "2030-01-08T00:00"),
        ("cron(0 0 29 FEB ? *)", "2029-01-01T00:00", "2032-02-29T00:00"),
        ("cron(0 12 1 1 ? 2040)", "2030-01-01T00:00", "2040-01-01T12:00"),
    ],
)
def test_next_due(expression: str, after: str, expected: str) -> None:
    assert due(expression, after) == expected


def test_local_time_follows_daylight_saving() -> None:
    daily = "cron(30 2 * * ? *)"
    assert due(daily, "2030-03-30T12:00", "Europe/Berlin") == "2030-04-01T00:30"
    assert due(daily, "2030-01-01T12:00", "Europe/Berlin") == "2030-01-02T01:30"


@pytest.mark.parametrize(
    "expression",
    ["every day", "rate(0 minutes)", "rate(5 weeks)", "cron(0 8 * * * *)", "cron(61 8 ? * * *)",
     "cron(0 8 ? * *)", "at(tomorrow)"],
)  # fmt: skip
def test_a_wrong_expression_is_refused(expression: str) -> None:
    with pytest.raises(ScheduleError):
        parse(expression)
