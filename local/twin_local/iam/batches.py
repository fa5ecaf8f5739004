"""Batches that are authorised entry by entry: what is denied of one, on its way to the service.

Who decides a call runs in the thread that serves it afterwards, but knows nothing of the service.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar

DENIED_ENTRIES: ContextVar[Mapping[str, str]] = ContextVar("denied_entries")
"""The entries of the request in hand that its caller may not ask for: the reason, by entry id."""


def denied_entries() -> Mapping[str, str]:
    """Return what is denied of the request in hand."""
    return DENIED_ENTRIES.get({})
