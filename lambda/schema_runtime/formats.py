"""Formats of texts in metadata that are checked, as RFC 3339 and draft 2020-12 write them.

https://json-schema.org/draft/2020-12/json-schema-validation#section-7.3
"""

from __future__ import annotations

import ipaddress
import re
import uuid
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from functools import cache
from urllib.parse import urlsplit

from jsonschema import FormatChecker

DAY = r"\d{4}-\d\d-\d\d"
CLOCK = r"\d\d:\d\d:\d\d(\.\d{1,6})?([Zz]|[+-]\d\d:\d\d)"
_DAY, _CLOCK = re.compile(DAY, re.ASCII), re.compile(CLOCK, re.ASCII)
_MOMENT = re.compile(f"{DAY}[Tt]{CLOCK}", re.ASCII)
_ADDRESS = re.compile(r"[^\s@]{1,64}@[^\s@.]+(\.[^\s@.]+)*")
_IDENTIFIER = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE | re.ASCII)
_REFERENCE = re.compile(r"[a-z][a-z0-9+.-]*:[!-~]*", re.IGNORECASE | re.ASCII)


def _is_date(text: str) -> bool:
    return _DAY.fullmatch(text) is not None and date.fromisoformat(text) is not None


def _is_time(text: str) -> bool:
    return _CLOCK.fullmatch(text) is not None and time.fromisoformat(text.upper()) is not None


def _is_date_time(text: str) -> bool:
    return _MOMENT.fullmatch(text) is not None and datetime.fromisoformat(text.upper()) is not None


def _is_uri(text: str) -> bool:
    return _REFERENCE.fullmatch(text) is not None and urlsplit(text) is not None


CHECKS: Mapping[str, Callable[[str], bool]] = {
    "date": _is_date,
    "date-time": _is_date_time,
    "email": lambda text: _ADDRESS.fullmatch(text) is not None,
    "ipv4": lambda text: ipaddress.IPv4Address(text) is not None,
    "ipv6": lambda text: ipaddress.IPv6Address(text) is not None,
    "time": _is_time,
    "uri": _is_uri,
    "uuid": lambda text: _IDENTIFIER.fullmatch(text) is not None and uuid.UUID(text) is not None,
}


@cache
def formats() -> FormatChecker:
    """Return the checker of these formats; what is no text passes, as the standard says."""
    checker = FormatChecker(formats=())
    for name, check in CHECKS.items():
        checker.checks(name, raises=ValueError)(_of_text(check))
    return checker


def _of_text(check: Callable[[str], bool]) -> Callable[[object], bool]:
    return lambda value: not isinstance(value, str) or check(value)
