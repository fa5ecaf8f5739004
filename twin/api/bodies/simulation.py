"""Bodies of the operations in `twin.api.routes.simulation`."""

from __future__ import annotations

from twin.api.bodies.body import Bodies
from twin.api.schemas.simulation import ModelList, RunBody, RunPage, StartRun

BODIES: dict[str, Bodies] = {
    "listModels": Bodies(ModelList),
    "listRuns": Bodies(RunPage),
    "startRun": Bodies(RunBody, StartRun, 202),
    "getRun": Bodies(RunBody),
}
