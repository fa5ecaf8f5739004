"""Which media types an API treats as binary."""

from __future__ import annotations

from collections.abc import Sequence


def is_binary(binary_types: Sequence[str], header: str) -> bool:
    """Say whether the first media type of a Content-Type or Accept header is a binary one."""
    first = header.split(",")[0].split(";")[0].strip().lower()
    return any(_covers(known.lower(), first) for known in binary_types)


def _covers(known: str, media_type: str) -> bool:
    if known == "*/*" or known == media_type:
        return True
    return known.endswith("/*") and media_type.startswith(known[:-1])
