"""Bodies of the operations in `twin.api.routes.description`."""

from __future__ import annotations

from twin.api.bodies.body import Bodies
from twin.api.errors import ProblemUnknown
from twin.api.schemas.problems import ProblemList, ProblemType

BODIES: dict[str, Bodies] = {
    "describeApi": Bodies(None),
    "listProblems": Bodies(ProblemList),
    "getProblem": Bodies(ProblemType, errors=(ProblemUnknown,)),
    "getSite": Bodies(None),
}
