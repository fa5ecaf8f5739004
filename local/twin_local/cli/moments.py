"""Moments as people write them: UTC seconds since 1970, or ISO 8601 with its offset."""

from __future__ import annotations

import math
from datetime import UTC, datetime

import click


class Moment(click.ParamType[float]):
    """A moment in seconds since 1970; without an offset a date and time is UTC."""

    name = "moment"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Return the seconds of a text, or fail with examples of what is expected."""
        text = str(value).strip()
        seconds = _number(text)
        if seconds is None:
            try:
                moment = datetime.fromisoformat(text)
            except ValueError:
                self.fail(f"{text!r} is no moment such as 1790000000 or 2026-09-21T14:13Z")
            seconds = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
        if not math.isfinite(seconds) or seconds <= 0:
            self.fail(f"{text!r} is not after 1970", param, ctx)
        return seconds


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
