"""Put the results of tools into plain sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

MOST_ENTRIES = 10


def describe(value: Any, *, name: str = "") -> str:
    """Return a sentence, or several, for a JSON value."""
    if isinstance(value, Mapping):
        plain = {key: item for key, item in value.items() if not isinstance(item, Mapping | list)}
        parts = [f"{_words(key)} is {_scalar(item)}" for key, item in plain.items()]
        first = f"{_capital(', '.join(parts))}." if parts else ""
        rest = [describe(item, name=key) for key, item in value.items() if key not in plain]
        return " ".join(part for part in (first, *rest) if part) or "The result is empty."
    if isinstance(value, list):
        return _list(value, name)
    return f"{_capital(_words(name) or 'the result')} is {_scalar(value)}."


def _list(values: list[Any], name: str) -> str:
    label = _words(name) or "entries"
    if not values:
        return f"There are no {label}."
    shown = [_short(value) for value in values[:MOST_ENTRIES]]
    more = len(values) - len(shown)
    tail = f" and {more} more" if more else ""
    return f"There are {len(values)} {label}: {'; '.join(shown)}{tail}."


def _short(value: Any) -> str:
    return describe(value).rstrip(".") if isinstance(value, Mapping) else _scalar(value)


def _scalar(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "unknown" if value is None else str(value)


def _words(name: str) -> str:
    spaced = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name)
    return spaced.replace("_", " ").strip()


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
