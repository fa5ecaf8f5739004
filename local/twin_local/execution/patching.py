"""Replace parts of moto, in one way: named, checked, and undone only by the next replacement.

moto is pinned exactly. Should a new version rename what we replace, the start fails here with the
name, instead of the old behaviour coming back unnoticed.
"""

from __future__ import annotations

import hashlib
import inspect
import textwrap
from typing import Any


class MotoChangedError(RuntimeError):
    """The installed moto lacks what a patch replaces."""


_originals: dict[tuple[Any, str], Any] = {}
_additions: set[tuple[Any, str]] = set()


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


def extend(owner: Any, name: str, addition: Any) -> None:
    """Set `owner.name`, which moto lacks, to `addition`.

    Raises:
        MotoChangedError: `owner` has such an attribute, and it is not of an earlier call.
    """
    if (owner, name) not in _additions and hasattr(owner, name):
        label = getattr(owner, "__qualname__", getattr(owner, "__name__", repr(owner)))
        raise MotoChangedError(f"{label} has a {name!r}: this moto differs from the pinned one")
    _additions.add((owner, name))
    setattr(owner, name, addition)


def original(owner: Any, name: str) -> Any:
    """Return what `owner.name` was before the first replacement."""
    return _originals.get((owner, name), getattr(owner, name))


def fingerprints() -> dict[str, str]:
    """Return the SHA-256 of the source of everything that was replaced, by its full name."""
    return {_label(owner, name): _fingerprint(found) for (owner, name), found in _items()}


def _items() -> list[tuple[tuple[Any, str], Any]]:
    return list(_originals.items())


def _label(owner: Any, name: str) -> str:
    module = getattr(owner, "__module__", None)
    label = getattr(owner, "__qualname__", getattr(owner, "__name__", repr(owner)))
    return f"{module}.{label}.{name}" if module else f"{label}.{name}"


def _fingerprint(found: Any) -> str:
    """Return a digest of the source; of what has none, the name of its type."""
    try:
        source = inspect.getsource(inspect.unwrap(getattr(found, "fget", found)))
    except TypeError:
        return f"a {type(found).__name__}"
    return hashlib.sha256(textwrap.dedent(source).encode()).hexdigest()[:16]
