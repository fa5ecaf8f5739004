"""MOCK integrations with literal templates: what CORS preflight methods are made of."""

from __future__ import annotations

import logging
import re

from moto.apigateway.models import Integration, IntegrationResponse

from twin_local.execution.execute_api.gateway_responses import GatewayError, HttpAnswer
from twin_local.execution.execute_api.request import Call

LOG = logging.getLogger(__name__)
STATUS = re.compile(r"""["']?statusCode["']?\s*:\s*(\d{3})""")
HEADER = "method.response.header."
PROGRAM = re.compile(r"#(set|if|else|end|foreach|define|macro)\b|\$(input|util|context|stageV)")


def answer(call: Call, integration: Integration) -> HttpAnswer:
    """Return the response of a mock integration.

    Raises:
        GatewayError: 500, the template names no status code or is a program.
    """
    template = (integration.request_templates or {}).get("application/json", "")
    found = STATUS.search(template)
    if found is None:
        raise _misconfigured(call, "its request template names no statusCode")
    response = _response(integration, found.group(1))
    if response is None:
        raise _misconfigured(call, f"it has no integration response for {found.group(1)}")
    headers = tuple(
        (name.removeprefix(HEADER), value.strip("'"))
        for name, value in (response.response_parameters or {}).items()
        if name.startswith(HEADER)
    )
    body = (response.response_templates or {}).get("application/json") or ""
    if is_program(body):
        raise _misconfigured(call, "templates that are programs are not run here")
    return HttpAnswer(int(response.status_code), body.encode(), headers)


def is_program(template: str) -> bool:
    """Say whether a mapping template is more than a text."""
    return PROGRAM.search(template or "") is not None


def _response(integration: Integration, status: str) -> IntegrationResponse | None:
    responses = list((integration.integration_responses or {}).values())
    for response in responses:
        pattern = response.selection_pattern
        if pattern and re.fullmatch(pattern, status):
            return response
    defaults = [response for response in responses if not response.selection_pattern]
    return defaults[0] if defaults else None


def _misconfigured(call: Call, reason: str) -> GatewayError:
    LOG.error("mock integration of %s: %s", call.resource.get_path(), reason)
    message = "Internal server error"
    return GatewayError("API_CONFIGURATION_ERROR", 500, "InternalServerErrorException", message)
