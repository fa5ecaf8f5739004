"""The options of a range of time: `--start`, `--end`, or how many hours back."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable
from typing import Any

import click

from twin_local.cli.moments import Moment
from twin_local.cli.signal_rows import Range

SECONDS_PER_HOUR = 3600.0


def range_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options to a command, which gets them as one `span`."""

    @click.option("--hours", type=float, default=1.0, show_default=True, help="How far back.")
    @click.option("--start", type=Moment(), help="UTC seconds or ISO 8601; instead of --hours.")
    @click.option("--end", type=Moment(), help="UTC seconds or ISO 8601. Default: now.")
    @functools.wraps(command)
    def with_range(
        *args: Any,  # noqa: ANN401 - the command's own
        hours: float,
        start: float | None,
        end: float | None,
        **others: Any,  # noqa: ANN401 - the command's own
    ) -> None:
        until = time.time() if end is None else end
        since = until - hours * SECONDS_PER_HOUR if start is None else start
        command(*args, span=Range(since, until), **others)

    return with_range
