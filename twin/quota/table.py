"""The quotas of `quotas.yaml`, and how old they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal

import yaml

Adjustable = Literal["yes", "no", "unknown"]
Confidence = Literal["documented", "stale", "unverified"]
Scope = Literal["region", "resource"]

MAXIMUM_AGE_MONTHS = 6
"""AWS changes quotas without notice: older numbers are read anew before they are trusted."""

DAYS_OF_A_MONTH = 365.25 / 12


@dataclass(frozen=True)
class Quota:
    """One quota: `value` in `unit`, AWS's default; `code` is that of Service Quotas."""

    name: str
    service: str
    value: int
    unit: str
    scope: Scope
    adjustable: Adjustable
    source: str
    date: date
    confidence: Confidence
    code: str | None = None

    @property
    def how_to_raise(self) -> str:
        """Return the command that asks AWS for more, or the one that finds the code for it."""
        if self.code is None:
            return f"aws service-quotas list-service-quotas --service-code {self.service}"
        return (
            "aws service-quotas request-service-quota-increase"
            f" --service-code {self.service} --quota-code {self.code} --desired-value"
        )


def _read() -> Mapping[str, Quota]:
    text = (files("twin.quota") / "quotas.yaml").read_text(encoding="utf-8")
    by_service: dict[str, list[dict[str, Any]]] = yaml.safe_load(text)
    found = [
        Quota(service=service, **{**one, "adjustable": _word(one["adjustable"])})
        for service, entries in by_service.items()
        for one in entries
    ]
    return MappingProxyType({one.name: one for one in found})


def _word(value: bool | str) -> str:
    """Return a plain `yes` or `no`, which YAML reads as a boolean, as the word it is."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value


QUOTAS: Mapping[str, Quota] = _read()
"""Every quota by name."""

DATED: date = min(one.date for one in QUOTAS.values())
"""When the oldest of the numbers was read."""


def quota(name: str) -> int:
    """Return the default value of a quota.

    Raises:
        KeyError: there is no quota of this name.
    """
    return QUOTAS[name].value


def months_old(read: date, today: date) -> float:
    """Return the age of what was read at a date, in months."""
    return (today - read).days / DAYS_OF_A_MONTH


def is_overdue(read: date, today: date, *, maximum_months: float = MAXIMUM_AGE_MONTHS) -> bool:
    """Tell whether what was read at a date has to be read anew."""
    return months_old(read, today) > maximum_months
