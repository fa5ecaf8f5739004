"""Why `twin-docker` refuses."""

from __future__ import annotations

from typing import ClassVar

from twin.errors import TwinError


class DockerCommandError(TwinError):
    """A command or an option that would have no effect here."""

    code: ClassVar[str] = "DOCKER_COMMAND_UNSUPPORTED"
    status: ClassVar[int] = 400


class EmbeddedAwsError(TwinError):
    """The embedded AWS is not named, does not answer, or refuses an image."""

    code: ClassVar[str] = "EMBEDDED_AWS_UNAVAILABLE"
    status: ClassVar[int] = 503
