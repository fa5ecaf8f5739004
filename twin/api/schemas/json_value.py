"""Any plain value."""

from __future__ import annotations

JsonValue = float | int | str | bool | None
"""A plain value of JSON."""
