"""The throttling that a stage sets for a method, or for all of them."""

from __future__ import annotations

from typing import Any

from twin_local.execution.execute_api.request import Call
from twin_local.execution.execute_api.throttling import Limit, limit_of

ALL = "*/*"


def limit_of_method(call: Call) -> tuple[str, Limit] | None:
    """Return the limit of a call's method and whose it is, None where the stage sets none."""
    settings = {_place(name): values for name, values in call.stage.method_settings.items()}
    path = call.resource.get_path().strip("/")
    own = f"{path}/{call.request.method}"
    for place in (own, f"{path}/*", ALL):
        if (found := settings.get(place)) and (limit := _limit(found)):
            return own, limit
    return None


def _place(name: str) -> str:
    """Return the path and method of a setting, however its path is written."""
    path, _, method = name.rpartition("/")
    return f"{path.replace('~1', '/').strip('/')}/{method}"


def _limit(settings: dict[str, Any]) -> Limit | None:
    return limit_of(settings.get("throttlingRateLimit"), settings.get("throttlingBurstLimit"))
