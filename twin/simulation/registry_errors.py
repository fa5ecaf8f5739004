"""Why the registry of models refuses a change.

SimulationError
├── RegistryChanged      somebody else changed what is active meanwhile
├── VersionUnknown       the model has no deployment, or no parameters, of that number
├── ParametersUnfit      the parameters were found for another deployment than the active one
├── NothingToRollBack    nothing was active before
├── DeploymentRefused    the request, or the file that was sent, is not what a deployment needs
├── BindingUnfit         the model lacks a variable that the site binds, or has it otherwise
└── RegistryBusy         the table did not answer everything in time
"""

from __future__ import annotations

from twin.simulation.errors import SimulationError


class RegistryChanged(SimulationError):
    """Somebody else changed what is active; nothing was changed by this request."""

    code = "MODEL_REGISTRY_CHANGED"
    status = 409


class VersionUnknown(SimulationError):
    """The model has no deployment, or no version of parameters, of that number."""

    code = "MODEL_VERSION_UNKNOWN"
    status = 404


class ParametersUnfit(SimulationError):
    """The parameters were found for another deployment than the active one."""

    code = "MODEL_PARAMETERS_UNFIT"
    status = 409


class NothingToRollBack(SimulationError):
    """Nothing else was active before."""

    code = "MODEL_NOTHING_TO_ROLL_BACK"
    status = 409


class DeploymentRefused(SimulationError):
    """The request, or the file that was sent, is not what a deployment needs."""

    code = "MODEL_DEPLOYMENT_REFUSED"


class BindingUnfit(SimulationError):
    """The model lacks a variable that the site binds, or has it in another role or unit."""

    code = "MODEL_BINDING_UNFIT"


class RegistryBusy(SimulationError):
    """The table of the registry did not answer everything in time; nothing was changed."""

    code = "MODEL_REGISTRY_BUSY"
    status = 503
