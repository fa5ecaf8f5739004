"""API keys: of which usage plan a request is, and what the plan still lets it do.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

from moto.apigateway.models import APIGatewayBackend, ApiKey, UsagePlan, apigateway_backends

from twin_local.execution.execute_api import gateway_responses as answers
from twin_local.execution.execute_api.request import Call
from twin_local.execution.execute_api.throttling import Throttle, limit_of

AUTHORIZER = "AUTHORIZER"
USED = "used"
"""The attribute of a plan that counts requests: it is kept with moto's state."""


class UsagePlans:
    """Admits requests by their key; what a quota counted is kept with its plan."""

    def __init__(self, throttle: Throttle, clock: Callable[[], float] = time.time) -> None:
        self._throttle = throttle
        self._clock = clock

    def admit(self, call: Call, authorizer: dict[str, object]) -> None:
        """Count a request that needs a key.

        Raises:
            GatewayError: 403, its key is not of a plan of the stage; 429, the plan is used up.
        """
        if str(call.method.api_key_required).lower() != "true":
            return
        backend = apigateway_backends[call.api.account_id][call.api.region_name]
        value = _key_value(call, authorizer)
        found = next(_plans(backend, call, value), None)
        if found is None:
            raise answers.forbidden()
        key, plan = found
        self._limit(call, key, plan)
        self._count(key, plan)

    def _limit(self, call: Call, key: ApiKey, plan: UsagePlan) -> None:
        path = f"{call.resource.get_path()}/{call.request.method}"
        of_method = _stage(plan, call).get("throttle", {}).get(path)
        settings = of_method or plan.throttle
        limit = limit_of(settings.get("rateLimit"), settings.get("burstLimit"))
        name = (plan.id, key.id, path if of_method else "")
        if limit is not None and not self._throttle.admit(name, limit):
            raise answers.throttled()

    def _count(self, key: ApiKey, plan: UsagePlan) -> None:
        limit = plan.quota.get("limit")
        if limit is None:
            return
        period = _period(str(plan.quota.get("period")), datetime.fromtimestamp(self._clock(), UTC))
        used: dict[str, tuple[str, int]] = getattr(plan, USED, {})
        since, count = used.get(key.id, (period, 0))
        count = count if since == period else 0
        if count >= int(limit):
            raise answers.quota_exceeded()
        setattr(plan, USED, {**used, key.id: (period, count + 1)})


def _key_value(call: Call, authorizer: dict[str, object]) -> str:
    if call.api.api_key_source == AUTHORIZER:
        return str(authorizer.get("usageIdentifierKey") or "")
    return call.request.header("X-Api-Key")


def _plans(
    backend: APIGatewayBackend, call: Call, value: str
) -> Iterator[tuple[ApiKey, UsagePlan]]:
    """Yield the enabled key with this value, with each plan of the stage that it is in."""
    for plan in list(backend.usage_plans.values()):
        if not _stage(plan, call):
            continue
        for key_id in list(backend.usage_plan_keys.get(plan.id, {})):
            key = backend.keys.get(key_id)
            if value and key is not None and key.enabled and key.value == value:
                yield key, plan


def _stage(plan: UsagePlan, call: Call) -> dict[str, dict[str, dict[str, object]]]:
    """Return what a plan says of the stage of a call, nothing where it is not in the plan."""
    for stage in plan.api_stages:
        if stage.get("apiId") == call.api.id and stage.get("stage") == call.stage.name:
            return dict(stage)
    return {}


def _period(name: str, now: datetime) -> str:
    """Return the first day of the day, week (from Sunday) or month of a moment."""
    if name == "MONTH":
        return now.strftime("%Y-%m")
    days = (now.weekday() + 1) % 7 if name == "WEEK" else 0
    return (now - timedelta(days=days)).strftime("%Y-%m-%d")
