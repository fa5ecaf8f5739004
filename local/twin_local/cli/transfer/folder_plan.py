"""What a folder and an asset differ in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Addresses = Mapping[str, str]
"""Content addresses by path."""


@dataclass(frozen=True)
class SyncPlan:
    """Paths to send, paths that are the same, and paths that the folder has not (any more)."""

    send: tuple[str, ...]
    same: tuple[str, ...]
    gone: tuple[str, ...]


def sync_plan(local: Addresses, remote: Addresses) -> SyncPlan:
    """Compare a folder with the working tree of an asset."""
    return SyncPlan(
        send=_sorted(path for path in local if remote.get(path) != local[path]),
        same=_sorted(path for path in local if remote.get(path) == local[path]),
        gone=_sorted(path for path in remote if path not in local),
    )


def _sorted(paths: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(paths))
