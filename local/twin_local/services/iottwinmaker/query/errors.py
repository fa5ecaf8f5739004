"""What can be wrong with a query."""

from __future__ import annotations


class QueryError(ValueError):
    """The statement is none, or asks for what cannot be asked; says where it is wrong."""

    def __init__(self, message: str, position: int) -> None:
        super().__init__(f"at position {position + 1}: {message}")
        self.position = position


class TooMuchWork(RuntimeError):
    """The query looked at more of the graph than one may."""
