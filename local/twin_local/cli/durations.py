"""Durations as people write them: `1d`, `90m`, `1d12h`, `30s`."""

from __future__ import annotations

import re

import click

SECONDS = {"d": 86_400, "h": 3_600, "m": 60, "s": 1}
DURATION = re.compile(r"(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?")


class Duration(click.ParamType[int]):
    """A duration in seconds; days, hours, minutes and seconds in this order."""

    name = "duration"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        """Return the seconds of a text, or fail with an example of what is expected."""
        found = DURATION.fullmatch(str(value).strip())
        if found is None or not any(found.groups()):
            self.fail(f"{value!r} is not a duration such as 1d, 90m, 1d12h or 30s", param, ctx)
        parts = zip(found.groups(), SECONDS.values(), strict=True)
        return sum(int(count) * unit for count, unit in parts if count)
