"""Errors of the simulation plane.

SimulationError
├── ModelUnknown        the site has no such model
├── RunUnknown          there is no such run
├── RunRequestInvalid   the request is wrong
├── WhatIfInvalid       the request for a what-if is wrong
├── WhatIfUnknown       the run compares no candidates
├── CommandNotModelled  no input of the model stands for the set-point
├── TrajectoryUnknown   the run has no such trajectory
├── RunNotStarted       the workflow did not take the run
├── InputUnusable       a signal that the model needs is missing, bad or stale
├── ModelBroken         the artefact cannot be run (its kinds: twin/simulation/model_errors.py)
├── RunEndContested     other runs of the model kept ending at the same time
└── RunFailed           the job or the workflow failed
"""

from __future__ import annotations

from twin.errors import TwinError


class SimulationError(TwinError):
    """A model or a run is refused."""

    code = "SIMULATION_REFUSED"


class ModelUnknown(SimulationError):
    """The site has no such model."""

    code = "MODEL_UNKNOWN"
    status = 404


class RunUnknown(SimulationError):
    """There is no such run."""

    code = "RUN_UNKNOWN"
    status = 404


class RunRequestInvalid(SimulationError):
    """The request for a run is wrong."""

    code = "RUN_REQUEST_INVALID"


class WhatIfInvalid(SimulationError):
    """The request for a what-if is wrong."""

    code = "WHAT_IF_INVALID"


class WhatIfUnknown(SimulationError):
    """The run compares no candidates."""

    code = "WHAT_IF_UNKNOWN"
    status = 404


class CommandNotModelled(SimulationError):
    """No input of the model is bound to the signal that reports the command's set-point."""

    code = "COMMAND_NOT_MODELLED"
    status = 409


class TrajectoryUnknown(SimulationError):
    """The run did not succeed, or has no such candidate: there is no course to show."""

    code = "RUN_TRAJECTORY_UNKNOWN"
    status = 404


class RunNotStarted(SimulationError):
    """The workflow did not take the run."""

    code = "RUN_NOT_STARTED"
    status = 502


class InputUnusable(SimulationError):
    """A signal that the model needs has no value, a bad one or an old one."""

    code = "RUN_INPUT_UNUSABLE"
    status = 409


class ModelBroken(SimulationError):
    """The artefact cannot be run, or gives no number."""

    code = "MODEL_BROKEN"
    status = 500


class RunEndContested(SimulationError):
    """Other runs of the model kept ending at the same time; the step is repeated."""

    code = "RUN_END_CONTESTED"
    status = 409


class RunFailed(SimulationError):
    """The job or the workflow failed without saying more."""

    code = "RUN_FAILED"
    status = 500
