"""Request validators: required parameters, and the body against the model of its media type."""

from __future__ import annotations

import json
import re
from typing import Any

import jsonschema
from moto.apigateway.models import RestAPI

from twin_local.execution.execute_api.gateway_responses import GatewayError
from twin_local.execution.execute_api.request import Call

MODEL_ADDRESS = re.compile(r"https://apigateway\.amazonaws\.com/restapis/[^/]+/models/(\w+)")


def validate(call: Call) -> None:
    """Check a call as its method's validator says.

    Raises:
        GatewayError: 400, a parameter is missing or the body does not fit the model.
    """
    validator = call.api.request_validators.get(call.method.request_validator_id or "")
    if validator is None:
        return
    if validator.validate_request_parameters:
        _check_parameters(call)
    if validator.validate_request_body:
        _check_body(call)


def _check_parameters(call: Call) -> None:
    missing = []
    for place, required in (call.method.request_parameters or {}).items():
        _, _, kind, name = place.split(".", 3)
        present = {
            "header": call.request.header(name),
            "querystring": call.request.parameter(name),
            "path": call.path_parameters.get(name),
        }[kind]
        if str(required).lower() == "true" and not present:
            missing.append(name)
    if missing:
        message = f"Missing required request parameters: [{', '.join(missing)}]"
        raise GatewayError("BAD_REQUEST_PARAMETERS", 400, "BadRequestException", message)


def _check_body(call: Call) -> None:
    models: dict[str, str] = call.method.request_models or {}
    media_type = call.request.header("Content-Type").split(";")[0].strip() or "application/json"
    name = models.get(media_type) or models.get("$default")
    if not name:
        return
    try:
        document = json.loads(call.request.body or b"null")
        jsonschema.Draft4Validator(_schema(call.api, name)).validate(document)
    except (ValueError, jsonschema.ValidationError) as error:
        detail = getattr(error, "message", str(error))
        raise GatewayError(
            "BAD_REQUEST_BODY",
            400,
            "BadRequestException",
            "Invalid request body",
            context={"error.validationErrorString": f"[{detail}]"},
        ) from error


def _schema(api: RestAPI, name: str) -> dict[str, Any]:
    """Return the schema of a model, with the models it refers to among its definitions."""
    found = next(model for model in api.models.values() if model.name == name)
    text = found.schema or "{}"
    schema: dict[str, Any] = json.loads(MODEL_ADDRESS.sub(r"#/definitions/\1", text))
    for other in set(MODEL_ADDRESS.findall(text)):
        schema.setdefault("definitions", {})[other] = _schema(api, other)
    return schema
