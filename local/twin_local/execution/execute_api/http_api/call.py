"""One request to a stage of an HTTP API, and how it ends early."""

from __future__ import annotations

from dataclasses import dataclass

from moto.apigatewayv2.models import Api, Route, Stage

from twin_local.execution.access.callers import ServiceCaller
from twin_local.execution.execute_api.request import HttpRequest

DEFAULT = "$default"


@dataclass(frozen=True)
class HttpApiError(Exception):
    """The API itself answers with a status and a message."""

    status: int
    message: str
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class HttpCall:
    """A request with what it was routed to; `request.path` is below the stage."""

    request: HttpRequest
    account: str
    region: str
    api: Api
    stage: Stage
    route: Route
    path_parameters: dict[str, str]

    @property
    def raw_path(self) -> str:
        """The path with the stage, unless that is the default one."""
        prefix = "" if self.stage.name == DEFAULT else f"/{self.stage.name}"
        return f"{prefix}{self.request.path}"

    @property
    def base_arn(self) -> str:
        """The ARN of the API as it is invoked."""
        return f"arn:aws:execute-api:{self.region}:{self.account}:{self.api.api_id}"

    @property
    def route_arn(self) -> str:
        """The ARN that authorizers are asked about."""
        return f"{self.base_arn}/{self.stage.name}/{self.request.method}{self.request.path}"

    @property
    def caller(self) -> ServiceCaller:
        """API Gateway, calling for the route."""
        key = self.route.route_key
        place = DEFAULT if key == DEFAULT else f"{self.request.method}{key.split(' ', 1)[1]}"
        return self.caller_of(f"{self.stage.name}/{place}")

    def caller_of(self, place: str) -> ServiceCaller:
        """Return API Gateway calling for a place below the API."""
        return ServiceCaller("apigateway.amazonaws.com", f"{self.base_arn}/{place}", self.account)

    def fill(self, text: str) -> str:
        """Return a text with the stage's variables filled in."""
        for name, value in (self.stage.stage_variables or {}).items():
            text = text.replace(f"${{stageVariables.{name}}}", str(value))
        return text


def server_error() -> HttpApiError:
    """The integration or authorizer failed, or may not be invoked."""
    return HttpApiError(500, "Internal Server Error")


def forbidden() -> HttpApiError:
    """The caller may not use the route."""
    return HttpApiError(403, "Forbidden")


def unauthorized(*headers: tuple[str, str]) -> HttpApiError:
    """The caller did not identify itself."""
    return HttpApiError(401, "Unauthorized", headers)
