"""Why a container could not be started."""

from __future__ import annotations


class ContainerUnavailable(RuntimeError):
    """The image or the environment that a job needs is not on this machine."""
