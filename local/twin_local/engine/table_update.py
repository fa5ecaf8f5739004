"""The update calls of a table row: which are made, with what, in which order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial

from twin_local.engine.clients import OperationError
from twin_local.engine.entry import Call
from twin_local.engine.expression import at_path
from twin_local.engine.json_value import Json, Properties
from twin_local.engine.requests import Requests
from twin_local.engine.resource_state import Physical

GONE = ("NotFound", "NoSuch", "NonExistent", "DoesNotExist")
"""What the error codes of something that is already gone contain."""

UNNAMED = ("ValidationException", "ClientException")
GONE_TEXTS = ("could not find", "does not exist")
"""Codes of services that say only in the text that something is not there, and what they say."""

THERE = ("AlreadyExist", "Duplicate", "ResourceInUse", "ResourceConflict")
"""What the error codes of something that is already there contain."""


@dataclass(frozen=True)
class TableUpdate:
    """One update in place.

    After an update that failed, a resource is somewhere between `before.effective` and
    `before.attempted`. Every call that leads from either to what is wanted is made then, and what
    is so already is no error.
    """

    requests: Requests
    before: Physical
    effective: Properties
    known: Properties

    def run(self) -> None:
        """Make the calls.

        Raises:
            OperationError: an answer is an error.
        """
        for call in self.requests.entry.update:
            if call.each is not None:
                self._update_items(call, call.each)
            else:
                self._update_once(call)

    @cached_property
    def _states(self) -> tuple[Properties, ...]:
        """The states in which the resource may be, the one that was last known first."""
        attempted = self.before.attempted
        return (self.before.effective, *((attempted,) if attempted is not None else ()))

    @cached_property
    def _changed(self) -> set[str]:
        return set().union(*(changed_names(state, self.effective) for state in self._states))

    @cached_property
    def _all(self) -> Properties:
        """Every property of every state: what a call could carry."""
        merged: Properties = {}
        for state in (*reversed(self._states), self.effective):
            merged |= state
        return merged

    def _update_once(self, call: Call) -> None:
        touched = set(self.requests.taken(call, self.requests.entry.update, self._all))
        touched &= self._changed
        if not touched and not call.always:
            return
        left = touched - set(self.effective)
        given = {**self.effective, **{name: call.cleared[name] for name in left & {*call.cleared}}}
        if call.partial:
            given = {name: value for name, value in given.items() if name in self._changed}
        if call.undo is not None and not set(call.carried) & set(given):
            self._tolerating(partial(self.requests.run_fixed, call.undo, self._all, self.known))
        else:
            update = self.requests.entry.update
            self.known["last"] = self.requests.run(call, update, given, self.known)

    def _update_items(self, call: Call, path: str) -> None:
        if not call.always and not self._changed & set(call.carried):
            return
        olds = [at_path(state, path) or [] for state in self._states]
        new = at_path(self.effective, path) or []
        if call.undo is not None:
            self._undo_items(call.undo, [one for old in olds for one in old if one not in new])
        if call.only_new:
            self._put_items(call, [one for one in new if not all(one in old for old in olds)])
        else:
            self._put_items(call, new)

    def _undo_items(self, undo: Call, items: list[Json]) -> None:
        for item in filter(undo.applies_to, items):
            self._tolerating(partial(self.requests.run_item, undo, item, self.known))

    def _put_items(self, call: Call, items: list[Json]) -> None:
        for item in filter(call.applies_to, items):
            self._tolerating(partial(self.requests.run_for, call, item, self.known))

    def _tolerating(self, make_call: Callable[[], object]) -> None:
        try:
            make_call()
        except OperationError as error:
            if self.before.attempted is None or not is_done(error.code):
                raise


def changed_names(before: Properties, after: Properties) -> set[str]:
    """Return the properties that differ between two states."""
    return {name for name in {*before, *after} if before.get(name) != after.get(name)}


def is_gone(code: str, message: str = "") -> bool:
    """Say whether an error means that what was to be removed is not there."""
    if code in UNNAMED and any(text in message.lower() for text in GONE_TEXTS):
        return True
    return any(part in code for part in GONE)


def is_done(code: str) -> bool:
    """Say whether an error code means that something already is as it should be."""
    return is_gone(code) or any(part in code for part in THERE)
