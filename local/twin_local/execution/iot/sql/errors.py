"""Why a statement is refused."""

from __future__ import annotations


class SqlError(ValueError):
    """A statement is not SQL of topic rules, or needs a part of it that is not run here."""

    def __init__(self, reason: str, *, text: str, position: int) -> None:
        super().__init__(f"{reason}, at character {position + 1} of {text!r}")
