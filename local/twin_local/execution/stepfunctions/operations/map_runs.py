"""Map Runs: list, describe and change them, and list their children.

https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListMapRuns.html
"""

from __future__ import annotations

from moto.core.responses import ActionResult, EmptyResult
from moto.stepfunctions.responses import StepFunctionResponse

from twin_local.execution.patching import replace
from twin_local.execution.stepfunctions.distributed.map_run import MapRun
from twin_local.execution.stepfunctions.machines import executions
from twin_local.execution.stepfunctions.operations.errors import (
    InvalidToken,
    ResourceNotFound,
    ValidationException,
)
from twin_local.services.paging import BadToken, page

PAGE = 100
LARGEST_PAGE = 1000


def install() -> None:
    """Serve the operations from the runs that executions keep."""
    replace(StepFunctionResponse, "list_map_runs", _list)
    replace(StepFunctionResponse, "describe_map_run", _describe)
    replace(StepFunctionResponse, "update_map_run", _update)


def paged(
    response: StepFunctionResponse, items: list[dict[str, object]], member: str
) -> ActionResult:
    """Return the page that a request asks for.

    Raises:
        InvalidToken: its token is not one that a page gave.
    """
    limit = min(response._get_int_param("maxResults") or PAGE, LARGEST_PAGE)
    token = response._get_param("nextToken")
    try:
        return ActionResult(page(items, limit=limit, token=token, member=member))
    except BadToken as error:
        raise InvalidToken(f"Invalid Token: '{token}'") from error


def find(arn: str) -> MapRun:
    """Return a run.

    Raises:
        ResourceNotFound: there is none with the ARN.
    """
    for execution in executions():
        for run in getattr(execution, "map_runs", ()):
            if run.arn == arn:
                found: MapRun = run
                return found
    raise ResourceNotFound(f"Resource not found: '{arn}'")


def _list(response: StepFunctionResponse) -> ActionResult:
    arn = response._get_param("executionArn")
    execution = response.stepfunction_backend.describe_execution(arn)
    runs = [run.summary() for run in reversed(getattr(execution, "map_runs", ()))]
    return paged(response, runs, "mapRuns")


def _describe(response: StepFunctionResponse) -> ActionResult:
    return ActionResult(find(response._get_param("mapRunArn")).description())


def _update(response: StepFunctionResponse) -> ActionResult:
    run = find(response._get_param("mapRunArn"))
    if run.status != "RUNNING":
        raise ValidationException(f"Map Run {run.arn} has ended")
    concurrency = response._get_param("maxConcurrency")
    count = response._get_param("toleratedFailureCount")
    percentage = response._get_param("toleratedFailurePercentage")
    if concurrency is not None:
        run.max_concurrency = int(concurrency)
    if count is not None:
        run.tolerated_count = int(count)
    if percentage is not None:
        run.tolerated_percentage = float(percentage)
    return EmptyResult()
