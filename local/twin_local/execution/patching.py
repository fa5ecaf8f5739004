"""Replace parts of moto, in one way: named, checked, and undone only by the next replacement.

moto is pinned exactly. Should a new version rename what we replace, the start fails here with the
name, instead of the old behaviour coming back unnoticed.
"""

from __future__ import annotations

from typing import Any


class MotoChangedError(RuntimeError):
    """The installed moto lacks what a patch replaces."""


_originals: dict[tuple[Any, str], Any] = {}


def replace(owner: Any, name: str, replacement: Any) -> None:
    """Set `owner.name`, which must exist, to `replacement`.

    Raises:
        MotoChangedError: `owner` has no such attribute.
    """
    if not hasattr(owner, name):
        label = getattr(owner, "__qualname__", getattr(owner, "__name__", repr(owner)))
        raise MotoChangedError(f"{label} has no {name!r}: this moto differs from the pinned one")
    _originals.setdefault((owner, name), getattr(owner, name))
    setattr(owner, name, replacement)


def original(owner: Any, name: str) -> Any:
    """Return what `owner.name` was before the first replacement."""
    return _originals.get((owner, name), getattr(owner, name))
