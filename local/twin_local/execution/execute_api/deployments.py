"""What a REST API may hold to be deployed: what cannot be served here is refused, not pretended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from moto.apigateway.models import Integration, RestAPI
from moto.core.exceptions import JsonRESTError

from twin_local.execution.execute_api.mock import is_program
from twin_local.execution.functions.lookup import function_of_integration


class NotServed(JsonRESTError):
    """Something of API Gateway is not implemented here."""

    code = 501

    def __init__(self, what: str) -> None:
        message = f"apigateway: {what} not implemented by the embedded AWS"
        super().__init__("NotImplementedException", message)


def check(api: RestAPI) -> None:
    """Check every integration of an API.

    Raises:
        NotServed: one is of a kind that is not run here.
    """
    for place, integration in _integrations(api):
        if reason := _refusal(integration):
            raise NotServed(f"{place}: {reason}")


def check_canary(given: Mapping[str, Any]) -> None:
    """Check that a stage or deployment has no canary.

    Raises:
        NotServed: it has one.
    """
    if given.get("canarySettings"):
        raise NotServed("canary deployments are")


def _integrations(api: RestAPI) -> Iterator[tuple[str, Integration]]:
    for resource in api.resources.values():
        for verb, method in resource.resource_methods.items():
            if method.method_integration is not None:
                yield f"{verb} {resource.get_path()}", method.method_integration


def _refusal(integration: Integration) -> str | None:
    kind = integration.integration_type
    if kind == "MOCK":
        answers = (integration.integration_responses or {}).values()
        templates = [text for one in answers for text in (one.response_templates or {}).values()]
        requests = list((integration.request_templates or {}).values())
        programs = any(is_program(text) for text in [*templates, *requests])
        return "mapping templates that are programs (VTL) are" if programs else None
    if kind == "AWS_PROXY" and function_of_integration(integration.uri or ""):
        return None
    return f"integrations of type {kind} other than with a function are"
