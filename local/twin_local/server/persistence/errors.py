"""Why state on disk cannot be used."""

from __future__ import annotations

from typing import ClassVar

from twin.errors import TwinError


class StateError(TwinError):
    """The state folder cannot be used as it is."""

    code: ClassVar[str] = "STATE_UNUSABLE"
    status: ClassVar[int] = 500


class StateIncompleteError(StateError):
    """A file of the state folder is missing or was cut off."""

    code: ClassVar[str] = "STATE_INCOMPLETE"


class StateDamagedError(StateError):
    """A database of the state folder is damaged."""

    code: ClassVar[str] = "STATE_DAMAGED"


class StateIncompatibleError(StateError):
    """The state was written by another version of the embedded AWS, of moto or of Python."""

    code: ClassVar[str] = "STATE_INCOMPATIBLE"


class StateNotKeptError(StateError):
    """The state of a service cannot be read or written at the moment."""

    code: ClassVar[str] = "STATE_NOT_KEPT"
