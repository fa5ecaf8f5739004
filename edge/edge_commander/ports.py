"""The two neighbours of the commander: the shadow and the PLC."""

from __future__ import annotations

from typing import Protocol

from twin.commands.shadow import Desired, Reported


class ShadowUnavailable(ConnectionError):
    """The shadow could not be reached; try again later."""


class ShadowRefused(ValueError):
    """The shadow does not take this report, and never will."""


class PlcUnavailable(ConnectionError):
    """The PLC could not be reached; nothing was sent to it."""


class WriteInDoubt(ConnectionError):
    """The PLC was lost after the set-point was sent: it may hold it, or get it yet."""


class PlcRefused(ValueError):
    """The PLC answered that it does not take the set-point, or does not tell it."""


class ShadowPort(Protocol):
    """The named shadow `commands` of the thing, over whatever transport."""

    def desired(self) -> dict[str, Desired]:
        """Return what the cloud wants, by command id; raise `ShadowUnavailable`."""
        ...

    def report(self, command_id: str, reported: Reported) -> None:
        """Tell what was done; raise `ShadowUnavailable` or `ShadowRefused`."""
        ...


class PlcPort(Protocol):
    """The set-points of the PLC."""

    def write(self, address: str, value: float) -> float:
        """Write a set-point and return what the PLC holds after its next scan.

        Raises `PlcUnavailable`, `WriteInDoubt` or `PlcRefused`.
        """
        ...

    def read(self, address: str) -> float:
        """Return what the PLC holds; raise `PlcUnavailable` or `PlcRefused`."""
        ...
