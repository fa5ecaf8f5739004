"""A shadow's document: merged updates, the times of its values, and what differs.

AWS IoT developer guide: "Device Shadow service documents".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from twin_local.execution.iot.json_values import encode, equal
from twin_local.execution.iot.shadows.errors import too_large
from twin_local.execution.iot.shadows.request import MAXIMUM_BYTES, SECTIONS
from twin_local.execution.types import Json

Tree = dict[str, Any]
"""An object of JSON whose leaves belong to the user, or are the times of such leaves."""


@dataclass(frozen=True)
class Section:
    """The desired or the reported part: values and, of the same shape, when each was set."""

    state: Tree = field(default_factory=dict)
    metadata: Tree = field(default_factory=dict)

    def merged(self, patch: Mapping[str, Json] | None, *, now: int) -> Section:
        """Return the section after an update; None removes everything, a null one value."""
        if patch is None:
            return Section()
        return Section(*_merge(self.state, self.metadata, patch, now))


@dataclass(frozen=True)
class Shadow:
    """One version of a shadow; a deleted one is kept, because its version goes on counting."""

    version: int = 0
    desired: Section = field(default_factory=Section)
    reported: Section = field(default_factory=Section)
    deleted: bool = False

    @property
    def exists(self) -> bool:
        """Whether there is a document to read."""
        return self.version > 0 and not self.deleted

    def updated(self, sections: Mapping[str, Json], *, now: int) -> Shadow:
        """Return the next version with some sections changed.

        Raises:
            ShadowError: the document would be longer than a shadow may be.
        """
        after = {
            name: getattr(self, name).merged(sections[name], now=now)
            if name in sections
            else getattr(self, name)
            for name in SECTIONS
        }
        shadow = Shadow(self.version + 1, after["desired"], after["reported"])
        if len(encode(shadow.state())) > MAXIMUM_BYTES:
            raise too_large()
        return shadow

    def tombstone(self) -> Shadow:
        """Return what is kept of the shadow when it is deleted."""
        return Shadow(self.version + 1, deleted=True)

    def state(self) -> Tree:
        """Return the sections that have values."""
        return {name: held for name in SECTIONS if (held := getattr(self, name).state)}

    def metadata(self) -> Tree:
        """Return the times of the values, by section."""
        return {name: getattr(self, name).metadata for name in self.state()}

    def delta(self) -> Tree:
        """Return what is desired and not reported so."""
        return _difference(self.desired.state, self.reported.state)

    def delta_metadata(self) -> Tree:
        """Return when the values of the delta were desired."""
        return _part(self.desired.metadata, self.delta())


def stamped(value: Json, now: int) -> Json:
    """Return the metadata of a value that is set now: a time for each of its leaves."""
    if isinstance(value, dict):
        return {key: stamped(inner, now) for key, inner in value.items() if inner is not None}
    return [stamped(inner, now) for inner in value] if isinstance(value, list) else _time(now)


def _time(now: int) -> dict[str, int]:
    return {"timestamp": now}


def _merge(state: Tree, metadata: Tree, patch: Mapping[str, Json], now: int) -> tuple[Tree, Tree]:
    state, metadata = dict(state), dict(metadata)
    for key, value in patch.items():
        if value is None:
            state.pop(key, None)
            metadata.pop(key, None)
        elif isinstance(value, dict):
            held = isinstance(state.get(key), dict)
            inner, times = (state[key], metadata[key]) if held else ({}, {})
            state[key], metadata[key] = _merge(inner, times, value, now)
        else:
            state[key], metadata[key] = value, stamped(value, now)
    return state, metadata


def _difference(desired: Tree, reported: Tree) -> Tree:
    different: Tree = {}
    for key, value in desired.items():
        known = reported.get(key)
        if key in reported and isinstance(value, dict) and isinstance(known, dict):
            if inner := _difference(value, known):
                different[key] = inner
        elif key not in reported or not equal(value, known):
            different[key] = value
    return different


def _part(metadata: Tree, chosen: Tree) -> Tree:
    return {
        key: _part(metadata[key], value) if isinstance(value, dict) else metadata[key]
        for key, value in chosen.items()
    }
