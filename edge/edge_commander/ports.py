"""The two neighbours of the commander: the shadow and the PLC."""

from __future__ import annotations

from typing import Protocol

from twin.commands.shadow import Desired, Reported


class ShadowUnavailable(ConnectionError):
    """The shadow could not be reached; try again later."""


class PlcUnavailable(ConnectionError):
    """The PLC could not be reached, so nothing is known about the set-point."""


class PlcRefused(ValueError):
    """The PLC answered that it does not take the set-point."""


class ShadowPort(Protocol):
    """The named shadow `commands` of the thing, over whatever transport."""

    def desired(self) -> dict[str, Desired]:
        """Return what the cloud wants, by command id; raise `ShadowUnavailable`."""
        ...

    def report(self, command_id: str, reported: Reported) -> None:
        """Tell what was done; raise `ShadowUnavailable`."""
        ...


class PlcPort(Protocol):
    """The set-points of the PLC."""

    def write(self, address: str, value: float) -> float:
        """Write a set-point and return what the PLC holds after its next scan.

        Raises `PlcUnavailable` or `PlcRefused`.
        """
        ...

    def read(self, address: str) -> float:
        """Return what the PLC holds; raise `PlcUnavailable`."""
        ...
