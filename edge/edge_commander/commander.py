"""Decide and do: each request touches the PLC at most once, and always gets an answer."""

from __future__ import annotations

import logging
import math
from collections.abc import Mapping
from dataclasses import dataclass

from edge_commander.journal import Journal
from edge_commander.ports import PlcPort, PlcRefused, PlcUnavailable, ShadowPort
from twin.commands.shadow import Desired, Reported, ReportStatus
from twin.site_document import Command

logger = logging.getLogger("edge_commander")

READ_BACK_TOLERANCE = 1e-3
"""Relative; PLCs hold single-precision floats."""

KEEP_SECONDS = 30 * 86_400.0


@dataclass
class Commander:
    """Answers what the shadow desires; call `run_once` again and again."""

    commands: Mapping[str, Command]
    shadow: ShadowPort
    plc: PlcPort
    journal: Journal

    def run_once(self, *, now: float) -> None:
        """Handle every new request once; raise `ShadowUnavailable` where the shadow is away."""
        wanted = self.shadow.desired()
        for command_id, desired in wanted.items():
            progress = self.journal.progress(desired.request_id)
            if progress == "new":
                self._handle(command_id, desired, now=now)
            elif progress == "started":
                self._recover(command_id, desired, now=now)
        for command_id, reported in self.journal.unreported():
            self.shadow.report(command_id, reported)
            self.journal.mark_reported(reported.request_id)
            logger.info("%s %s: %s", command_id, reported.status, reported.message or "done")
        still_wanted = [desired.request_id for desired in wanted.values()]
        self.journal.forget(before=now - KEEP_SECONDS, keep=still_wanted)

    def _handle(self, command_id: str, desired: Desired, *, now: float) -> None:
        command = self.commands.get(command_id)
        if now > desired.expires_at:
            late = f"arrived {now - desired.expires_at:.0f} s after its expiry"
            self._answer(command_id, desired, "expired", "COMMAND_EXPIRED", late, now=now)
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
        else:
            self._compare(command, desired, held, now=now)

    def _recover(self, command_id: str, desired: Desired, *, now: float) -> None:
        """After a restart between note and answer: look, but do not write again."""
        command = self.commands.get(command_id)
        try:
            held = None if command is None else self.plc.read(command.address)
        except PlcUnavailable:
            return
        if command is None or held is None or not _is_same(held, desired.value):
            message = "the edge restarted while it wrote, and the PLC holds another value"
            self._answer(
                command_id, desired, "rejected", "INTERRUPTED", message, now=now, held=held
            )
            return
        self._answer(command_id, desired, "applied", "", "", now=now, held=held)

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
        reported = Reported(held, desired.request_id, status, code, message, now)
        self.journal.answer(command_id, reported, now=now)


def _is_same(held: float, wanted: float) -> bool:
    return math.isclose(held, wanted, rel_tol=READ_BACK_TOLERANCE, abs_tol=1e-6)
