"""Bodies of the operations in `twin.api.routes.simulation_what_if`."""

from __future__ import annotations

from twin.api.bodies.body import Bodies
from twin.api.schemas.simulation_what_if import StartWhatIf, TrajectoryBody, WhatIfBody
from twin.commands.errors import UnknownCommand
from twin.simulation.errors import (
    CommandNotModelled,
    ModelUnknown,
    RunNotStarted,
    RunRequestInvalid,
    RunUnknown,
    TrajectoryUnknown,
    WhatIfInvalid,
    WhatIfUnknown,
)

BODIES: dict[str, Bodies] = {
    "startWhatIf": Bodies(
        WhatIfBody,
        StartWhatIf,
        202,
        errors=(
            *(ModelUnknown, UnknownCommand, CommandNotModelled),
            *(RunRequestInvalid, WhatIfInvalid, RunNotStarted),
        ),
    ),
    "getWhatIf": Bodies(WhatIfBody, errors=(RunUnknown, WhatIfUnknown)),
    "getTrajectory": Bodies(TrajectoryBody, errors=(RunUnknown, TrajectoryUnknown)),
}
