"""Names of errors: those that pass through Map and Parallel, and those of SDK integrations.

moto refuses an error named `States.…` that leaves an inner state, and so turns a job that failed
inside a Map into `States.Runtime`.
https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
"""

from __future__ import annotations

from moto.stepfunctions.parser.asl.component.common.error_name.custom_error_name import (
    CustomErrorName,
)
from moto.stepfunctions.parser.asl.component.common.error_name.error_name import ErrorName
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service import (
    state_task_service_aws_sdk,
)

from twin_local.execution import in_process
from twin_local.execution.patching import replace

REGION = "us-east-1"
"""Any region: only the service's model is asked for."""

Sdk = state_task_service_aws_sdk.StateTaskServiceAwsSdk
BOTO_NAMES = {"sfn": "stepfunctions", "states": "stepfunctions"}


def install() -> None:
    """Let errors keep their names, and name those of every service."""
    replace(CustomErrorName, "__init__", _keep_name)
    replace(Sdk, "_normalise_service_error_name", staticmethod(service_error_name))


def _keep_name(name: CustomErrorName, error_name: str | None) -> None:
    ErrorName.__init__(name, error_name=error_name)


def service_error_name(service: str) -> str:
    """Return the service's name in errors: `DynamoDb`, `S3`, `IoTSiteWise`.

    It is the name of the client in the AWS SDK for Java 2, which Step Functions uses.
    """
    lower = service.lower()
    known: dict[str, str] = state_task_service_aws_sdk._SERVICE_ERROR_NAMES
    if lower in known and known[lower][:1].isupper():
        return known[lower]
    client = in_process.unchecked_client(BOTO_NAMES.get(lower, service), REGION)
    name = str(client.meta.service_model.service_id).replace(" ", "")
    return name.capitalize() if name.isupper() else name
