"""Put CloudFormation together over the state folder of one embedded AWS."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from twin_local.engine.engine import Engine, Target
from twin_local.services.cloudformation import cloudtrail, patch
from twin_local.services.cloudformation.deployments import PATIENCE_SECONDS, Deployments
from twin_local.services.cloudformation.records import Records
from twin_local.services.cloudformation.service import CloudFormation

FILE_NAME = "cloudformation.sqlite"


def install(
    target: Target,
    *,
    folder: Path,
    flush: Callable[[], object] = lambda: None,
    patience: float = PATIENCE_SECONDS,
) -> CloudFormation:
    """Have moto answer CloudFormation from the engine's state.

    `folder` keeps what is beside that state; `flush` writes the state of all services; `patience`
    is how long a request waits for what it began.
    """
    records = Records(folder / FILE_NAME)
    service = CloudFormation(
        records=records,
        engine=Engine(target),
        deployments=Deployments(records, lambda: Engine(target), flush, patience),
    )
    patch.install(service)
    cloudtrail.install()
    return service
