"""Ids of conversions, names of their executions, and the keys that the workflow is started with."""

from __future__ import annotations

from twin.catalogue.identity import AssetId

PREFIX = "conversions/"
"""How the key begins that the workflow is started with for a conversion on request."""

ID_PATTERN = "[0-9]{13}-[0-9a-f]{32}"


def identified(at: float, unique: str) -> str:
    """Return an id that sorts by time."""
    return f"{int(at * 1000):013d}-{unique}"


def execution_name(conversion_id: str, attempt: int) -> str:
    """Return the name of an execution that is started on request; no two attempts share one."""
    return f"{conversion_id}-{attempt}"


def place_of_key(key: str) -> tuple[AssetId, str] | None:
    """Return asset and id of the conversion that a workflow was started with, or None."""
    parts = key.removeprefix(PREFIX).split("/")
    if not key.startswith(PREFIX) or len(parts) != 3:
        return None
    return AssetId(parts[0], parts[1]), parts[2]
