"""What API Gateway answers by itself, in the same form and with stable codes as the functions.

https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from twin.access.errors import AccessError, TokenInvalid
from twin.api.problem import problem_title, problem_type

GATEWAY_TEXT = "$context.error.messageString"
"""API Gateway's own words, quoted."""


@dataclass(frozen=True)
class GatewayAnswer:
    """The answer of one type of gateway response; `message` None is API Gateway's own words.

    Without `status` it is the one that API Gateway chooses, which no template can name.
    """

    response_type: str
    status: int | None
    code: str
    title: str
    message: str | None

    @property
    def template(self) -> str:
        """Return the mapping template of the problem details."""
        status = {} if self.status is None else {"status": self.status}
        head = json.dumps({"type": problem_type(self.code), "title": self.title, **status})
        text = GATEWAY_TEXT if self.message is None else json.dumps(self.message)
        return f'{head[:-1]}, "detail": {text}, "code": "{self.code}"}}'


GATEWAY_ANSWERS: tuple[GatewayAnswer, ...] = (
    GatewayAnswer(
        "UNAUTHORIZED",
        401,
        TokenInvalid.code,
        problem_title(TokenInvalid),
        "the token cannot be trusted: sign in",
    ),
    GatewayAnswer(
        "ACCESS_DENIED",
        403,
        AccessError.code,
        problem_title(AccessError),
        "the caller's role may not do this",
    ),
    GatewayAnswer(
        "MISSING_AUTHENTICATION_TOKEN",
        404,
        "ROUTE_UNKNOWN",
        "The API has no such operation",
        "no such operation",
    ),
    GatewayAnswer(
        "THROTTLED",
        429,
        "TOO_MANY_REQUESTS",
        "More requests came than the API takes",
        "too many requests: try again later",
    ),
    GatewayAnswer(
        "REQUEST_TOO_LARGE",
        413,
        "REQUEST_TOO_LARGE",
        "A request has at most 10 MB",
        "the request is too large: files go up in parts, by an upload",
    ),
    GatewayAnswer(
        "INTEGRATION_TIMEOUT",
        504,
        "TIMEOUT",
        "The operation took longer than API Gateway waits",
        "the operation took too long",
    ),
    GatewayAnswer("DEFAULT_4XX", None, "REQUEST_INVALID", "The caller's request is wrong", None),
    GatewayAnswer(
        "DEFAULT_5XX", None, "INTERNAL", "The service failed", "the service failed; try again"
    ),
)
