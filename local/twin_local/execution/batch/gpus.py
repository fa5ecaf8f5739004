"""The GPUs of this machine, for jobs that ask for some."""

from __future__ import annotations

from pathlib import Path

from twin_local.execution.batch.errors import ContainerUnavailable

DEVICES = Path("/dev")
PATTERN = "nvidia[0-9]*"
"""One device for each GPU, as NVIDIA's driver makes them."""


def require(wanted: int, *, devices: Path = DEVICES) -> None:
    """Require that this machine has the GPUs that a job asks for.

    Raises:
        ContainerUnavailable: it has fewer. On AWS such a job waits until its queue cancels it.
    """
    found = len(list(devices.glob(PATTERN))) if wanted else 0
    if found < wanted:
        raise ContainerUnavailable(
            f"CannotStartContainerError: the job asks for GPUs: {wanted}, and this machine has "
            f"{found} with a driver of NVIDIA; deploy the site to run it"
        )
