"""Bodies of the operations in `twin.api.routes.simulation`."""

from __future__ import annotations

from twin.api.bodies.body import Bodies
from twin.api.schemas.simulation import RunBody, RunPage, StartRun
from twin.simulation.errors import (
    ModelUnknown,
    RunNotStarted,
    RunRequestInvalid,
    RunUnknown,
)

BODIES: dict[str, Bodies] = {
    "listRuns": Bodies(RunPage),
    "startRun": Bodies(
        RunBody, StartRun, 202, errors=(ModelUnknown, RunNotStarted, RunRequestInvalid)
    ),
    "getRun": Bodies(RunBody, errors=(RunUnknown,)),
}
