"""Decide and do: each request touches the PLC at most once, and always gets an answer."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from edge_commander.journal import Journal
from edge_commander.ports import (
    PlcPort,
    PlcRefused,
    PlcUnavailable,
    ShadowPort,
    ShadowRefused,
    WriteInDoubt,
)
from twin.commands.shadow import Desired, Reported, ReportStatus
from twin.site_document import Command

logger = logging.getLogger("edge_commander")

READ_BACK_TOLERANCE = 1e-3
"""Relative; PLCs hold single-precision floats."""

KEEP_SECONDS = 30 * 86_400.0

CLOCK_TOLERANCE_SECONDS = 60.0
"""A request from further ahead shows that this clock is behind, and cannot tell its expiry."""

MAXIMUM_MESSAGE = 200
"""Characters; a shadow has 8 KB for the answers of all commands."""


@dataclass
class Commander:
    """Answers what the shadow desires; call `run_once` again and again."""

    commands: Mapping[str, Command]
    shadow: ShadowPort
    plc: PlcPort
    journal: Journal
    clock: Callable[[], float] = time.monotonic

    def run_once(self, *, now: float) -> None:
        """Handle every new request once; raise `ShadowUnavailable` where the shadow is away."""
        started = self.clock()
        wanted = self.shadow.desired()
        for command_id, desired in wanted.items():
            # A PLC that is away takes seconds per command: one may expire behind the others.
            present = now + (self.clock() - started)
            progress = self.journal.progress(desired.request_id)
            if progress == "new":
                self._handle(command_id, desired, now=present)
            elif progress == "started":
                self._recover(command_id, desired, now=present)
        for command_id, reported in self.journal.unreported():
            self._report(command_id, reported)
        still_wanted = [desired.request_id for desired in wanted.values()]
        self.journal.forget(before=now - KEEP_SECONDS, keep=still_wanted)

    def _report(self, command_id: str, reported: Reported) -> None:
        try:
            self.shadow.report(command_id, reported)
        except ShadowRefused as error:
            # One report that the shadow never takes must not hold up those behind it.
            logger.error("the answer of %s cannot be reported: %s", command_id, error)
        self.journal.mark_reported(reported.request_id)
        logger.info("%s %s: %s", command_id, reported.status, reported.message or "done")

    def _handle(self, command_id: str, desired: Desired, *, now: float) -> None:
        command = self.commands.get(command_id)
        if now > desired.expires_at:
            late = f"arrived {now - desired.expires_at:.0f} s after its expiry"
            self._answer(command_id, desired, "expired", "COMMAND_EXPIRED", late, now=now)
        elif desired.issued_at - now > CLOCK_TOLERANCE_SECONDS:
            behind = f"the edge's clock is {desired.issued_at - now:.0f} s behind"
            self._answer(command_id, desired, "rejected", "CLOCK_BEHIND", behind, now=now)
        elif command is None:
            message = "this edge's site document has no such command"
            self._answer(command_id, desired, "rejected", "UNKNOWN_COMMAND", message, now=now)
        elif not command.minimum <= desired.value <= command.maximum:
            message = f"limits are {command.minimum:g} to {command.maximum:g} {command.unit}"
            self._answer(command_id, desired, "rejected", "COMMAND_OUT_OF_RANGE", message, now=now)
        else:
            self._write(command, desired, now=now)

    def _write(self, command: Command, desired: Desired, *, now: float) -> None:
        self.journal.start(desired.request_id, command.id, now=now)
        try:
            held = self.plc.write(command.address, desired.value)
        except PlcRefused as error:
            self._answer(command.id, desired, "rejected", "PLC_REFUSED", str(error), now=now)
        except PlcUnavailable as error:
            self._answer(command.id, desired, "rejected", "PLC_UNAVAILABLE", str(error), now=now)
        except WriteInDoubt as error:
            # The journal says "started": the next rounds look what the PLC holds.
            logger.warning("%s is in doubt: %s", command.id, error)
        else:
            self._compare(command, desired, held, now=now)

    def _recover(self, command_id: str, desired: Desired, *, now: float) -> None:
        """After a write that was cut off: look what the PLC holds, but do not write again."""
        command = self.commands.get(command_id)
        try:
            held = None if command is None else self.plc.read(command.address)
        except PlcUnavailable as error:
            logger.warning("%s is still in doubt: %s", command_id, error)
            return
        except PlcRefused as error:
            self._answer(command_id, desired, "rejected", "PLC_REFUSED", str(error), now=now)
            return
        if held is not None and _is_same(held, desired.value):
            self._answer(command_id, desired, "applied", "", "", now=now, held=held)
            return
        message = "the write was interrupted, and the PLC holds another value"
        self._answer(command_id, desired, "rejected", "INTERRUPTED", message, now=now, held=held)

    def _compare(self, command: Command, desired: Desired, held: float, *, now: float) -> None:
        if _is_same(held, desired.value):
            self._answer(command.id, desired, "applied", "", "", now=now, held=held)
            return
        message = f"the PLC holds {held:g} {command.unit} instead"
        self._answer(command.id, desired, "rejected", "PLC_LIMITED", message, now=now, held=held)

    def _answer(
        self,
        command_id: str,
        desired: Desired,
        status: ReportStatus,
        code: str,
        message: str,
        *,
        now: float,
        held: float | None = None,
    ) -> None:
        reported = Reported(held, desired.request_id, status, code, message[:MAXIMUM_MESSAGE], now)
        self.journal.answer(command_id, reported, now=now)


def _is_same(held: float, wanted: float) -> bool:
    return math.isclose(held, wanted, rel_tol=READ_BACK_TOLERANCE, abs_tol=1e-6)
