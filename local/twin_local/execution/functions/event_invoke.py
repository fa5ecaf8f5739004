"""Settings of asynchronous invocation, one set for each qualifier of a function.

moto keeps the first one that was put and shows it for every qualifier.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote

from moto.awslambda.exceptions import UnknownEventConfig
from moto.awslambda.models import EventInvokeConfig, LambdaFunction
from moto.awslambda.responses import LambdaResponse
from moto.core.responses import ActionResult

from twin_local.execution.functions import lookup
from twin_local.execution.patching import replace

HttpAnswer = tuple[int, dict[str, Any], str]


def install() -> None:
    """Replace the operations."""
    replace(LambdaResponse, "put_function_event_invoke_config", _put)
    replace(LambdaResponse, "update_function_event_invoke_config", _update)
    replace(LambdaResponse, "get_function_event_invoke_config", _get)
    replace(LambdaResponse, "delete_function_event_invoke_config", _delete)
    replace(LambdaResponse, "list_function_event_invoke_configs", _list)


def settings_of(function: LambdaFunction, qualifier: str) -> dict[str, Any]:
    """Return the settings of a qualifier; AWS's defaults hold for what is not in them."""
    found = _find(lookup.unqualified(function), qualifier)
    return dict(found.config) if found else {}


def qualifier_of(arn: str) -> str:
    """Return the qualifier in the ARN of a function, `$LATEST` without one."""
    parts = arn.split(":")
    return parts[7] if len(parts) > 7 else "$LATEST"


def _find(owner: LambdaFunction, qualifier: str) -> EventInvokeConfig | None:
    arns = {f"{owner.function_arn}:{qualifier}"}
    if qualifier == "$LATEST":
        arns.add(owner.function_arn)  # as moto itself named it, in a state kept by it
    return next((one for one in owner.event_invoke_config if one.arn in arns), None)


def _addressed(response: LambdaResponse, name_at: int = -2) -> tuple[LambdaFunction, str]:
    name = unquote(response.path.split("?")[0].rstrip("/").split("/")[name_at])
    qualifier = response.querystring.get("Qualifier", ["$LATEST"])[0]
    function = response.backend.get_function(name, qualifier)
    return lookup.unqualified(function), qualifier


def _store(owner: LambdaFunction, qualifier: str, config: dict[str, Any]) -> dict[str, Any]:
    made = EventInvokeConfig(f"{owner.function_arn}:{qualifier}", owner.last_modified, config)
    kept = [one for one in owner.event_invoke_config if one.arn != made.arn]
    owner.event_invoke_config = [*kept, made]
    return made.response()


def _put(response: LambdaResponse) -> ActionResult:
    owner, qualifier = _addressed(response)
    return ActionResult(_store(owner, qualifier, dict(response.json_body)))


def _update(response: LambdaResponse) -> ActionResult:
    owner, qualifier = _addressed(response)
    found = _require(owner, qualifier)
    return ActionResult(_store(owner, qualifier, {**found.config, **response.json_body}))


def _get(response: LambdaResponse) -> ActionResult:
    return ActionResult(_require(*_addressed(response)).response())


def _delete(response: LambdaResponse) -> HttpAnswer:
    owner, qualifier = _addressed(response)
    found = _require(owner, qualifier)
    owner.event_invoke_config = [one for one in owner.event_invoke_config if one is not found]
    return 204, {"status": 204}, ""


def _list(response: LambdaResponse) -> str:
    owner, _ = _addressed(response, name_at=-3)
    shown = [one.response() for one in owner.event_invoke_config]
    return json.dumps({"FunctionEventInvokeConfigs": shown})


def _require(owner: LambdaFunction, qualifier: str) -> EventInvokeConfig:
    if (found := _find(owner, qualifier)) is None:
        raise UnknownEventConfig(f"{owner.function_arn}:{qualifier}")
    return found
