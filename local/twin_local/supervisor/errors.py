"""Why a twin cannot be started or stopped; each says what to do."""

from __future__ import annotations

from typing import ClassVar

from twin.errors import TwinError


class SupervisorError(TwinError):
    """The twin cannot be started or stopped."""

    code: ClassVar[str] = "TWIN_NOT_STARTED"
    status: ClassVar[int] = 500


class ToolMissingError(SupervisorError):
    """A program or something that set-up makes is not there."""

    code: ClassVar[str] = "TOOL_MISSING"
    where_label: ClassVar[str] = "remedy:"


class PortInUseError(SupervisorError):
    """Another process listens on a port that the twin needs."""

    code: ClassVar[str] = "PORT_IN_USE"
    where_label: ClassVar[str] = "remedy:"


class AlreadyRunningError(SupervisorError):
    """A twin with the same state folder runs already."""

    code: ClassVar[str] = "TWIN_ALREADY_RUNNING"
    where_label: ClassVar[str] = "remedy:"


class SynthesisError(SupervisorError):
    """The site could not be synthesized."""

    code: ClassVar[str] = "SYNTHESIS_FAILED"
    where_label: ClassVar[str] = "see"


class ChildFailedError(SupervisorError):
    """A process of the twin ended before it was ready."""

    code: ClassVar[str] = "PROCESS_FAILED"
    where_label: ClassVar[str] = "see"


class EndpointLostError(SupervisorError):
    """The embedded AWS does not answer while something is deployed into it."""

    code: ClassVar[str] = "ENDPOINT_LOST"
    where_label: ClassVar[str] = "see"


class FileDamagedError(SupervisorError):
    """A file that a twin keeps of itself cannot be read."""

    code: ClassVar[str] = "FILE_DAMAGED"
    where_label: ClassVar[str] = "remedy:"


class InterruptedDeploymentError(SupervisorError):
    """A deployment was killed, and the state from before it cannot be put back."""

    code: ClassVar[str] = "STATE_HALF_WRITTEN"
    where_label: ClassVar[str] = "remedy:"


class DiskFullError(SupervisorError):
    """The disk of the state folder has no space left."""

    code: ClassVar[str] = "DISK_FULL"
    where_label: ClassVar[str] = "free some space for"
