"""Replace parts of moto, in one way: named, checked, and undone only by the next replacement.

moto is pinned exactly. Should a new version rename what we replace, the start fails here with the
name, instead of the old behaviour coming back unnoticed.
"""

from __future__ import annotations

import hashlib
import inspect
import textwrap
from collections.abc import Callable
from typing import Any


class MotoChangedError(RuntimeError):
    """The installed moto lacks what a patch replaces."""


class ReplacedTwiceError(RuntimeError):
    """Two rooms replace one part of moto: the second would undo the first unnoticed."""


_originals: dict[tuple[Any, str], Any] = {}
_modules: dict[tuple[Any, str], str] = {}
"""Who replaced what: a module may replace its own again."""

_additions: set[tuple[Any, str]] = set()


def replace(owner: Any, name: str, replacement: Any) -> None:
    """Set `owner.name`, which must exist, to `replacement`.

    Raises:
        MotoChangedError: `owner` has no such attribute.
        ReplacedTwiceError: another module has replaced it.
    """
    if not hasattr(owner, name):
        label = getattr(owner, "__qualname__", getattr(owner, "__name__", repr(owner)))
        raise MotoChangedError(f"{label} has no {name!r}: this moto differs from the pinned one")
    module = str(getattr(replacement, "__module__", ""))
    if _modules.setdefault((owner, name), module) != module:
        raise ReplacedTwiceError(f"{module} replaces {name!r} as {_modules[owner, name]} does")
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


def before(owner: Any, name: str, check: Callable[..., object]) -> None:
    """Have `check` see the arguments of `owner.name` first; it raises what is to be refused.

    Raises:
        MotoChangedError: `owner` has no such attribute.
        ReplacedTwiceError: another module has replaced it.
    """
    act = original(owner, name)

    def checked(*arguments: Any, **named: Any) -> Any:
        check(*arguments, **named)
        return act(*arguments, **named)

    checked.__module__ = check.__module__
    replace(owner, name, checked)


def original(owner: Any, name: str) -> Any:
    """Return what `owner.name` was before the first replacement."""
    return _originals.get((owner, name), getattr(owner, name))


def fingerprints() -> dict[str, str]:
    """Return the SHA-256 of the source of everything that was replaced, by its full name."""
    return {_label(owner, name): _fingerprint(found) for (owner, name), found in _items()}


def _items() -> list[tuple[tuple[Any, str], Any]]:
    """Return what was moto's; what a class inherits may have been replaced in its base before."""
    return [item for item in _originals.items() if not _is_ours(item[1])]


def _is_ours(found: Any) -> bool:
    return str(getattr(found, "__module__", "")).startswith("twin_local.")


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
