"""A database: the project or area that assets belong to, and the scope of rights."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Database:
    """One database. Times are UTC seconds since 1970; `revision` counts its changes from 1."""

    database_id: str
    title: str
    description: str
    tags: tuple[str, ...]
    retention_days: int
    """How long deleted assets of it can be restored."""

    revision: int
    created_at: float
    created_by: str
    updated_at: float
    updated_by: str
