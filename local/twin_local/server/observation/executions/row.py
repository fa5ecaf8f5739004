"""One line of the list: an execution or a job."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class RunRow:
    """A Step Functions execution (`kind` is "execution") or a Batch job ("job").

    `of` is the state machine or the job queue; times are UTC seconds since 1970, None where it has
    not come to that. `log_group` and `log_stream` say where a job writes.
    """

    kind: str
    id: str
    name: str
    of: str
    status: str
    created_at: float
    started_at: float | None
    stopped_at: float | None
    error: str = ""
    cause: str = ""
    log_group: str = ""
    log_stream: str = ""

    @property
    def failed(self) -> bool:
        """Whether it ended without success."""
        return self.status in ("FAILED", "TIMED_OUT")

    @property
    def running(self) -> bool:
        """Whether it has not ended."""
        return self.stopped_at is None


def seconds(moment: datetime | str | None) -> float | None:
    """Return a time of moto's as seconds since 1970; one without zone is this machine's."""
    if moment is None:
        return None
    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment.replace("Z", "+00:00"))
    return moment.timestamp()
