"""What a role needs to connect, subscribe and publish: an action and a resource each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from twin_local.execution.access.guard import AccessDenied
from twin_local.execution.appsync.apis import Use
from twin_local.execution.appsync.authorization import IAM, Authorization
from twin_local.execution.appsync.errors import Unauthorized
from twin_local.execution.signatures import SIGNED, SignedRequest

API = "arn:aws:appsync:eu-central-1:111111111111:apis/a"
REQUEST = SignedRequest("POST", "https://h/event", {"authorization": f"{SIGNED} x"}, b"")


@dataclass(frozen=True)
class Api:
    """An API that takes signed requests for everything."""

    arn: str = API

    def modes(self, use: Use, namespace: str | None = None) -> list[str]:
        return [IAM]


def authorization(asked: list[tuple[str, str]], *, allowed: bool = True) -> Authorization:
    def require(key: str, action: str, resource: str) -> None:
        asked.append((action, resource))
        if not allowed:
            raise AccessDenied("no identity-based policy allows it")

    return Authorization(
        verify_token=lambda region, pool, token: None,
        verify_signature=lambda request: "ASIA1",
        require_action=require,
    )


@pytest.mark.parametrize(
    ("use", "namespace", "expected"),
    [
        ("connect", None, ("appsync:EventConnect", API)),
        ("publish", "twin", ("appsync:EventPublish", f"{API}/channelNamespace/twin")),
        ("subscribe", "twin", ("appsync:EventSubscribe", f"{API}/channelNamespace/twin")),
    ],
)
def test_each_use_has_its_action_and_resource(
    use: Use, namespace: str | None, expected: tuple[str, str]
) -> None:
    asked: list[tuple[str, str]] = []
    api: Any = Api()
    authorization(asked).require(api, use, REQUEST, namespace=namespace)
    assert asked == [expected]
    with pytest.raises(Unauthorized, match="no identity-based policy"):
        authorization(asked, allowed=False).require(api, use, REQUEST, namespace=namespace)
