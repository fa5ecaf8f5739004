"""Lambda triggers of user pools: functions that refuse, change or complete what happens.

https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from moto.awslambda.exceptions import UnknownFunctionException
from moto.cognitoidp.models import CognitoIdpUser, CognitoIdpUserPool

from twin_local.execution.access.callers import ServiceCaller
from twin_local.execution.access.function_policies import InvocationDenied
from twin_local.execution.cognito.errors import (
    InvalidLambdaResponse,
    UnexpectedLambda,
    UserLambdaValidation,
)
from twin_local.execution.functions.executor import Throttled
from twin_local.execution.functions.invoker import Invoker

NO_CLIENT = "CLIENT_ID_NOT_APPLICABLE"
_metadata: ContextVar[dict[str, str] | None] = ContextVar("client_metadata", default=None)


@dataclass(frozen=True)
class Occasion:
    """Where a trigger is asked: the pool, the app client and the user's name."""

    pool: CognitoIdpUserPool
    client_id: str
    username: str


@contextmanager
def client_metadata(given: dict[str, str] | None) -> Iterator[None]:
    """Pass a request's client metadata on to the triggers that it leads to."""
    token = _metadata.set(given)
    try:
        yield
    finally:
        _metadata.reset(token)


def attributes_of(user: CognitoIdpUser) -> dict[str, str]:
    """Return the attributes of a user as triggers receive them."""
    status = {"cognito:user_status": str(getattr(user.status, "value", user.status))}
    return {**{one["Name"]: str(one["Value"]) for one in user.attributes}, **status}


@dataclass(frozen=True)
class Triggers:
    """Invokes the functions of a pool's Lambda configuration."""

    invoker: Invoker

    def has(self, pool: CognitoIdpUserPool, trigger: str) -> bool:
        """Say whether a pool has a trigger."""
        return _function(pool, trigger) is not None

    def run(
        self,
        trigger: str,
        source: str,
        occasion: Occasion,
        request: dict[str, Any],
        response: dict[str, Any] | None = None,
    ) -> dict[str, Any]:
        """Return the response of a trigger, `response` itself where the pool has none.

        Raises:
            UserLambdaValidation: the function raised an exception.
            UnexpectedLambda: it may not be invoked, or did not run.
            InvalidLambdaResponse: it did not return its event.
        """
        arn = _function(occasion.pool, trigger)
        asked = response or {}
        if arn is None:
            return asked
        event = {
            "version": _version(occasion.pool, trigger),
            "region": occasion.pool.region,
            "userPoolId": occasion.pool.id,
            "userName": occasion.username,
            "callerContext": {
                "awsSdkVersion": "aws-sdk-unknown-unknown",
                "clientId": occasion.client_id,
            },
            "triggerSource": source,
            "request": {**request, "clientMetadata": _metadata.get() or {}},
            "response": asked,
        }
        answered = self._invoke(trigger, arn, occasion.pool, event)
        if not isinstance(answered, dict) or not isinstance(answered.get("response"), dict):
            raise InvalidLambdaResponse
        result: dict[str, Any] = answered["response"]
        return result

    def _invoke(
        self, trigger: str, arn: str, pool: CognitoIdpUserPool, event: dict[str, Any]
    ) -> Any:
        caller = ServiceCaller("cognito-idp.amazonaws.com", pool.arn, pool.account_id)
        try:
            answer = self.invoker.call(arn, event, caller)
        except InvocationDenied as error:
            raise UnexpectedLambda(trigger, "AccessDeniedException") from error
        except UnknownFunctionException as error:
            raise UnexpectedLambda(trigger, "ResourceNotFoundException") from error
        except Throttled as error:
            raise UnexpectedLambda(trigger, "TooManyRequestsException") from error
        result = json.loads(answer.payload)
        if answer.error:
            raise UserLambdaValidation(trigger, str(result.get("errorMessage")))
        return result


def _function(pool: CognitoIdpUserPool, trigger: str) -> str | None:
    settings = pool.extended_config.get("LambdaConfig") or {}
    if trigger == "PreTokenGeneration" and (versioned := settings.get(f"{trigger}Config")):
        return str(versioned["LambdaArn"])
    found = settings.get(trigger)
    return str(found) if found else None


def _version(pool: CognitoIdpUserPool, trigger: str) -> str:
    """Return the version of a trigger's event: V2 of token generation knows access tokens."""
    settings = pool.extended_config.get("LambdaConfig") or {}
    versioned = settings.get("PreTokenGenerationConfig") or {}
    later = trigger == "PreTokenGeneration" and versioned.get("LambdaVersion") in ("V2_0", "V3_0")
    return str(versioned["LambdaVersion"][1]) if later else "1"
