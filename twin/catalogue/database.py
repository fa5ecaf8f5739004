"""A database: the project or area that assets belong to, and the scope of rights."""

from __future__ import annotations

from dataclasses import dataclass

from twin.catalogue.identity import SITE_DATABASE

RETENTION_DAYS = 30
"""How long deleted assets can be restored where a database says nothing else."""


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


def site_database() -> Database:
    """Return the site's own database as it is before anybody changes it."""
    return Database(
        database_id=SITE_DATABASE,
        title="Site",
        description="What belongs to the site as a whole; the models of its scene are here.",
        tags=(),
        retention_days=RETENTION_DAYS,
        revision=1,
        created_at=0.0,
        created_by="system",
        updated_at=0.0,
        updated_by="system",
    )
