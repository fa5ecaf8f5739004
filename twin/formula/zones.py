"""Time zones as formulas name them: offsets, IANA regions, and abbreviations with Java's meanings.

https://docs.aws.amazon.com/iot-sitewise/latest/userguide/expression-date-and-time-functions.html
"""

from __future__ import annotations

import re
from datetime import UTC, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

REGIONS = {
    "ACT": "Australia/Darwin",
    "AET": "Australia/Sydney",
    "AGT": "America/Argentina/Buenos_Aires",
    "ART": "Africa/Cairo",
    "AST": "America/Anchorage",
    "BET": "America/Sao_Paulo",
    "BST": "Asia/Dhaka",
    "CAT": "Africa/Harare",
    "CNT": "America/St_Johns",
    "CST": "America/Chicago",
    "CTT": "Asia/Shanghai",
    "EAT": "Africa/Addis_Ababa",
    "CET": "Europe/Paris",
    "IET": "America/Indiana/Indianapolis",
    "IST": "Asia/Kolkata",
    "JST": "Asia/Tokyo",
    "MIT": "Pacific/Apia",
    "NET": "Asia/Yerevan",
    "NST": "Pacific/Auckland",
    "PLT": "Asia/Karachi",
    "PRT": "America/Puerto_Rico",
    "PST": "America/Los_Angeles",
    "SST": "Pacific/Guadalcanal",
    "VST": "Asia/Ho_Chi_Minh",
}
FIXED_HOURS = {"EST": -5, "HST": -10, "MST": -7}

_OFFSET = re.compile(r"(?:UTC|GMT|UT)?([+-])(\d{1,2})(?::?([0-5]\d))?(?::?([0-5]\d))?")
_FURTHEST = timedelta(hours=18)


@lru_cache(maxsize=256)
def zone_of(text: str) -> tzinfo | None:
    """Return a time zone, None where the text names none."""
    if text in FIXED_HOURS:
        return timezone(timedelta(hours=FIXED_HOURS[text]))
    if text in ("Z", "UTC", "GMT", "UT"):
        return UTC
    if match := _OFFSET.fullmatch(text):
        return _offset(match)
    try:
        return ZoneInfo(REGIONS.get(text, text))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _offset(match: re.Match[str]) -> tzinfo | None:
    hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:])
    offset = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    if offset > _FURTHEST:
        return None
    return timezone(offset if match[1] == "+" else -offset)
