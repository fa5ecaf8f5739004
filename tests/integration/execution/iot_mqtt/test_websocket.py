"""MQTT over WebSocket: addresses signed by botocore, keys of roles, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from botocore.auth import SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect as dial
from websockets.typing import Subprotocol

from tests.integration.execution.iot_mqtt.conftest import Connect
from tests.integration.execution.iot_mqtt.devices import Refused
from twin_local.execution.iot.mqtt.authentication.evidence import NotAuthenticated, Upgrade
from twin_local.execution.iot.mqtt.authentication.signed_upgrades import SignedUpgrades
from twin_local.execution.plant import Execution

ROLE = "arn:aws:iam::111111111111:role/browser"


def signed_path(
    aws: Execution,
    credentials: Credentials,
    *,
    service: str = "iotdevicegateway",
    token: str | None = None,
) -> str:
    """Return the path that a browser connects to: a session token is added after signing."""
    url = f"https://127.0.0.1:{aws.iot.mqtt.websocket_port}/mqtt"
    request = AWSRequest("GET", url, headers={"host": urlsplit(url).netloc})
    SigV4QueryAuth(credentials, service, "us-east-1", expires=300).add_auth(request)
    address = urlsplit(str(request.url))
    path = f"{address.path}?{address.query}"
    return path if token is None else f"{path}&X-Amz-Security-Token={quote(token, safe='')}"


@pytest.fixture
def browser(client: Callable[[str], Any]) -> Iterator[str]:
    """Return a role that may connect as `web-*` and subscribe to `web/#`."""
    iam, prefix = client("iam"), "arn:aws:iot:us-east-1:111111111111:"
    statements = [
        {"Effect": "Allow", "Action": "iot:Connect", "Resource": f"{prefix}client/web-*"},
        {"Effect": "Allow", "Action": "iot:Subscribe", "Resource": f"{prefix}topicfilter/web/#"},
        {"Effect": "Allow", "Action": "iot:Receive", "Resource": f"{prefix}topic/web/*"},
    ]
    document = json.dumps({"Version": "2012-10-17", "Statement": statements})
    trust = json.dumps({"Version": "2012-10-17", "Statement": []})
    iam.create_role(RoleName="browser", AssumeRolePolicyDocument=trust)
    iam.put_role_policy(RoleName="browser", PolicyName="p", PolicyDocument=document)
    yield ROLE
    iam.delete_role_policy(RoleName="browser", PolicyName="p")
    iam.delete_role(RoleName="browser")


def test_a_signed_address_connects(aws: Execution, connect: Connect) -> None:
    path = signed_path(aws, Credentials("local", "local"))
    device = connect("owner-web", transport="websockets", path=path)
    device.subscribe(("ws", 1))
    device.publish("ws", b"x" * 100_000)
    assert device.take().payload == b"x" * 100_000


def test_a_role_is_bound_by_its_policies(aws: Execution, connect: Connect, browser: str) -> None:
    given = aws.credentials.of_role(browser)
    credentials = Credentials(given.access_key_id, given.secret_access_key)
    path = signed_path(aws, credentials, token=given.session_token)
    with pytest.raises(Refused):
        connect("console", transport="websockets", path=path)
    device = connect("web-1", transport="websockets", path=path)
    assert device.subscribe(("web/#", 1), ("#", 1)) == [1, 128]
    connect("owner").publish("web/a", b"seen")
    assert device.take().payload == b"seen"
    device.send("web/a", b"forbidden")
    assert device.is_dropped()
    refused = {(one.role, one.action, one.resource) for one in aws.guard.usage.refusals}
    assert (browser, "iot:Publish", "arn:aws:iot:us-east-1:111111111111:topic/web/a") in refused


@pytest.mark.parametrize(
    ("fault", "status"), [("secret", 403), ("service", 403), ("token", 403), ("path", 404)]
)
def test_a_bad_address_is_refused_with_http(
    aws: Execution, browser: str, fault: str, status: int
) -> None:
    given = aws.credentials.of_role(browser)
    paths = {
        "secret": signed_path(aws, Credentials("local", "guessed")),
        "service": signed_path(aws, Credentials("local", "local"), service="iotdata"),
        "token": signed_path(
            aws, Credentials(given.access_key_id, given.secret_access_key), token="another"
        ),
        "path": "/elsewhere",
    }
    url = f"ws://127.0.0.1:{aws.iot.mqtt.websocket_port}{paths[fault]}"
    with pytest.raises(InvalidStatus) as refused, dial(url, subprotocols=[Subprotocol("mqtt")]):
        pass
    assert refused.value.response.status_code == status


def test_an_address_that_is_not_signed_has_no_credentials(connect: Connect) -> None:
    with pytest.raises(Refused) as refused:
        connect("web-1", transport="websockets", user=("local", "local"))
    assert str(refused.value) == "Not authorized"


@pytest.mark.parametrize(("minutes", "good"), [(0, True), (4, True), (6, False), (-6, False)])
def test_a_signature_lasts_as_long_as_it_says(aws: Execution, minutes: int, good: bool) -> None:
    path, _, query = signed_path(aws, Credentials("local", "local")).partition("?")
    upgrade = Upgrade(path, query, {"host": f"127.0.0.1:{aws.iot.mqtt.websocket_port}"})
    later = datetime.now(UTC) + timedelta(minutes=minutes)
    verifier = SignedUpgrades(lambda key, token: key, region="us-east-1", now=lambda: later)
    if good:
        assert verifier.verify(upgrade) == "local"
    else:
        with pytest.raises(NotAuthenticated):
            verifier.verify(upgrade)
