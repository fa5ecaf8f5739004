"""When the windows of a metric end: its interval, moved by its offset.

https://docs.aws.amazon.com/iot-sitewise/latest/APIReference/API_TumblingWindow.html
"""

from __future__ import annotations

import re
from datetime import datetime

from twin.formula.windows import FIRST_MONDAY, SECONDS, interval_seconds
from twin.formula.windows import window_end as plain_end
from twin_local.services.iotsitewise.store import Json

SHORT = re.compile(r"(\d+)([smhdw])")
ISO = re.compile(r"P(?:(\d+)W|(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?)")
CLOCK = re.compile(r"(\d{1,2}):(\d{2}):(\d{2})")
UNITS = {**SECONDS, "s": 1}


def interval_of(definition: Json) -> int:
    """Return how long the windows of a metric are, in seconds."""
    return interval_seconds(_tumbling(definition)["interval"])


def window_end(definition: Json, time: float) -> int:
    """Return the end of the window of a metric that a time (seconds since 1970) belongs to."""
    interval = interval_of(definition)
    shift = offset_seconds(_tumbling(definition).get("offset") or "0s", interval)
    return plain_end(time - shift, interval) + shift


def offset_seconds(text: str, interval: int) -> int:
    """Return by how many seconds windows are moved: `18h`, `PT18H`, `00:03:00` or a date and time.

    Raises:
        ValueError: it is none of these.
    """
    if match := SHORT.fullmatch(text):
        return int(match[1]) * UNITS[match[2]] % interval
    if match := CLOCK.fullmatch(text):
        hours, minutes, seconds = (int(part) for part in match.groups())
        return (hours * 3_600 + minutes * 60 + seconds) % interval
    if (match := ISO.fullmatch(text)) and any(match.groups()):
        parts = [int(part or 0) for part in match.groups()]
        return sum(one * UNITS[unit] for one, unit in zip(parts, "wdhms", strict=True)) % interval
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text!r} has no zone")
    first = FIRST_MONDAY if interval == SECONDS["w"] else 0
    return int(moment.timestamp() - first) % interval


def _tumbling(definition: Json) -> Json:
    tumbling: Json = definition["type"]["metric"]["window"]["tumbling"]
    return tumbling
