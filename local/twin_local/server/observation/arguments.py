"""Arguments of controls, which come as texts of a query."""

from __future__ import annotations

from twin_local.server.application import ControlError


def number(name: str, text: str, *, default: int, most: int) -> int:
    """Return a whole number from 0 to `most`; more is `most`, "" the default.

    Raises:
        ControlError: it is no such number.
    """
    if not text:
        return default
    if not (text.isascii() and text.isdigit()):
        raise ControlError(f"{name} is not a whole number: {text[:40]}")
    return min(int(text), most)
