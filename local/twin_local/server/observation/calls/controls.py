"""The control of API calls."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass

from twin_local.execution.access.usage import Usage
from twin_local.server.observation.arguments import number
from twin_local.server.observation.calls.aggregates import by_operation, per_second
from twin_local.server.observation.calls.call import ApiCall
from twin_local.server.observation.calls.ring import CallRing

MOST_ROWS = 1_000
DEFAULT_ROWS = 200
SHOWN_REFUSALS = 100
SECONDS = 60


@dataclass(frozen=True)
class CallControls:
    """Answers with the newest calls, their sums, and what was refused."""

    ring: CallRing
    usage: Usage

    def list(self, service: str = "", text: str = "", failed: str = "", limit: str = "") -> object:
        """Return the newest calls that are wanted, newest first, and sums over all that are kept.

        Raises:
            ControlError: `limit` is no number.
        """
        most = number("limit", limit, default=DEFAULT_ROWS, most=MOST_ROWS)
        calls = self.ring.calls()
        wanted = [one for one in reversed(calls) if _is_wanted(one, service, text, bool(failed))]
        refusals = self.usage.refusals[::-1]
        return {
            "calls": [asdict(call) for call in wanted[:most]],
            "found": len(wanted),
            "kept": len(calls),
            "capacity": self.ring.kept,
            "total": calls[-1].number if calls else 0,
            "since": self.ring.since,
            "services": sorted({call.service for call in calls}),
            "operations": [asdict(use) for use in by_operation(calls)],
            "per_second": per_second(calls, now=time.time(), seconds=SECONDS),
            "denied": [asdict(one) for one in refusals[:SHOWN_REFUSALS]],
            "denied_total": len(refusals),
        }


def _is_wanted(call: ApiCall, service: str, text: str, failed: bool) -> bool:
    if service and call.service != service:
        return False
    if failed and not call.failed:
        return False
    shown = (call.service, call.operation, call.caller, call.error)
    return not text or any(text.casefold() in one.casefold() for one in shown)
