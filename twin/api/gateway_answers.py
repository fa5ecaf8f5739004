"""What API Gateway answers by itself, in the same form and with stable codes as the functions.

https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from twin.access.errors import AccessError, TokenInvalid

GATEWAY_TEXT = "$context.error.messageString"
"""API Gateway's own words, quoted."""


@dataclass(frozen=True)
class GatewayAnswer:
    """The answer of one type of gateway response; `message` None is API Gateway's own words."""

    response_type: str
    status: int | None
    code: str
    message: str | None

    @property
    def template(self) -> str:
        """Return the mapping template of the JSON body."""
        text = GATEWAY_TEXT if self.message is None else json.dumps(self.message)
        return f'{{"error": {{"code": "{self.code}", "message": {text}}}}}'


GATEWAY_ANSWERS: tuple[GatewayAnswer, ...] = (
    GatewayAnswer("UNAUTHORIZED", 401, TokenInvalid.code, "the token cannot be trusted: sign in"),
    GatewayAnswer("ACCESS_DENIED", 403, AccessError.code, "the caller's role may not do this"),
    GatewayAnswer("MISSING_AUTHENTICATION_TOKEN", 404, "ROUTE_UNKNOWN", "no such operation"),
    GatewayAnswer("THROTTLED", 429, "TOO_MANY_REQUESTS", "too many requests: try again later"),
    GatewayAnswer("INTEGRATION_TIMEOUT", 504, "TIMEOUT", "the operation took too long"),
    GatewayAnswer("DEFAULT_4XX", None, "REQUEST_INVALID", None),
    GatewayAnswer("DEFAULT_5XX", None, "INTERNAL", "the service failed; try again"),
)
