"""The status of jobs and endpoints, told to the default bus at each change.

https://docs.aws.amazon.com/sagemaker/latest/dg/automating-sagemaker-with-eventbridge.html
"""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

from moto.core.utils import utcnow

from twin_local.execution.sagemaker.machine import Emit
from twin_local.execution.shapes import as_json

RESTARTED = "InternalServerError: the embedded AWS was restarted while the job ran"
DETAIL_TYPES = {
    "training_job": "SageMaker Training Job State Change",
    "processing_job": "SageMaker Processing Job State Change",
    "transform_job": "SageMaker Transform Job State Change",
    "endpoint": "SageMaker Endpoint State Change",
}


def change(thing: Any, kind: str, status: str, emit: Emit, **values: object) -> None:
    """Set the status of one of moto's objects, with other attributes, and tell of it."""
    for name, value in values.items():
        setattr(thing, name, value)
    setattr(thing, f"{kind}_status", status)
    thing.last_modified_time = utcnow()
    _, _, _, region, account, _ = thing.arn.split(":", 5)
    emit(account, event(thing, kind, account, region))


def event(thing: Any, kind: str, account: str, region: str) -> dict[str, Any]:
    """Return the event of an object as it is now."""
    return {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": DETAIL_TYPES[kind],
        "source": "aws.sagemaker",
        "account": account,
        "time": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "region": region,
        "resources": [thing.arn],
        "detail": as_json(dict(thing.response_object)),
    }
