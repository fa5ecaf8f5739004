"""The controls of executions and jobs."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from twin_local.server.application import ControlError
from twin_local.server.observation.arguments import number
from twin_local.server.observation.executions.detail import execution_detail, job_detail
from twin_local.server.observation.executions.listing import runs
from twin_local.server.observation.executions.row import RunRow

MOST_ROWS = 500
DEFAULT_ROWS = 200


@dataclass(frozen=True)
class ExecutionControls:
    """Answers what ran or runs in an account."""

    account: str

    def list(self, text: str = "", status: str = "", limit: str = "") -> object:
        """Return executions and jobs, the newest first: those whose line has a text in any case.

        Raises:
            ControlError: `limit` is no number.
        """
        most = number("limit", limit, default=DEFAULT_ROWS, most=MOST_ROWS)
        known = runs(self.account)
        found = [row for row in known if _is_wanted(row, text.casefold(), status)]
        return {"runs": [asdict(row) for row in found[:most]], "found": len(found)}

    def show(self, id: str) -> object:
        """Return one execution or job by its ARN.

        Raises:
            ControlError: there is none.
        """
        detail = execution_detail(id) or job_detail(self.account, id)
        if detail is None:
            raise ControlError(f"no execution and no job {id[:200]}")
        return detail


def _is_wanted(row: RunRow, text: str, status: str) -> bool:
    if status and row.status != status:
        return False
    shown = (row.kind, row.name, row.of, row.error, row.cause)
    return not text or any(text in one.casefold() for one in shown)
