"""AppSync Events: publish over HTTP and WebSocket, subscribe with a user's token."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import urllib3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect
from websockets.sync.connection import Connection
from websockets.typing import Subprotocol

from tests.integration.execution.conftest import REGION, ROLE
from twin_local.execution.plant import Execution

POOL, IAM = "AMAZON_COGNITO_USER_POOLS", "AWS_IAM"
PASSWORD = "Pump-station-1"


@dataclass(frozen=True)
class Channel:
    """An event API with the namespace `twin`, and what its users hold."""

    aws: Execution
    host: str
    access_token: str
    id_token: str
    foreign_token: str

    def connect(self, headers: dict[str, str]) -> Connection:
        encoded = base64.urlsafe_b64encode(json.dumps(headers).encode()).decode().rstrip("=")
        return connect(
            f"ws://127.0.0.1:{self.aws.events.realtime.port}/event/realtime",
            subprotocols=[Subprotocol("aws-appsync-event-ws"), Subprotocol(f"header-{encoded}")],
        )

    def headers(self, token: str | None = None) -> dict[str, str]:
        return {"Authorization": token or self.access_token, "host": self.host}

    def publish(
        self, channel: str, events: list[Any], *, secret: str | None = None
    ) -> tuple[int, dict[str, Any]]:
        role = self.aws.credentials.of_role(ROLE)
        credentials = Credentials(
            role.access_key_id, secret or role.secret_access_key, role.session_token
        )
        body = json.dumps({"channel": channel, "events": events}).encode()
        request = AWSRequest(
            "POST", f"https://{self.host}/event", data=body, headers={"host": self.host}
        )
        SigV4Auth(credentials, "appsync", REGION).add_auth(request)
        return self.post(body, dict(request.headers))

    def post(self, body: bytes, headers: dict[str, str]) -> tuple[int, dict[str, Any]]:
        url = f"{self.aws.context.endpoint_url}/event"
        answer = urllib3.request("POST", url, body=body, headers=headers, retries=False)
        return answer.status, answer.json()


def tokens_of_a_pool(cognito: Any, name: str) -> tuple[str, dict[str, str]]:
    """Return a new user pool's id and the tokens of its only user."""
    pool = cognito.create_user_pool(PoolName=name)["UserPool"]["Id"]
    client = cognito.create_user_pool_client(
        UserPoolId=pool, ClientName="console", ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"]
    )["UserPoolClient"]["ClientId"]
    cognito.admin_create_user(UserPoolId=pool, Username="olga", TemporaryPassword=PASSWORD)
    cognito.admin_set_user_password(
        UserPoolId=pool, Username="olga", Password=PASSWORD, Permanent=True
    )
    answer = cognito.initiate_auth(
        ClientId=client,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": "olga", "PASSWORD": PASSWORD},
    )
    return pool, answer["AuthenticationResult"]


@pytest.fixture(scope="module")
def live(aws: Execution, client: Callable[[str], Any]) -> Iterator[Channel]:
    pool, tokens = tokens_of_a_pool(client("cognito-idp"), "live")
    _, foreign = tokens_of_a_pool(client("cognito-idp"), "foreign")
    appsync = client("appsync")
    api = appsync.create_api(
        name="live",
        eventConfig={
            "authProviders": [
                {"authType": POOL, "cognitoConfig": {"userPoolId": pool, "awsRegion": REGION}},
                {"authType": IAM},
            ],
            "connectionAuthModes": [{"authType": POOL}],
            "defaultPublishAuthModes": [{"authType": IAM}],
            "defaultSubscribeAuthModes": [{"authType": POOL}],
        },
    )["api"]
    appsync.create_channel_namespace(apiId=api["apiId"], name="twin")
    yield Channel(
        aws, api["dns"]["HTTP"], tokens["AccessToken"], tokens["IdToken"], foreign["AccessToken"]
    )
    appsync.delete_api(apiId=api["apiId"])


def ask(connection: Connection, **frame: object) -> dict[str, Any]:
    connection.send(json.dumps(frame))
    return receive(connection)


def receive(connection: Connection) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(connection.recv(timeout=5))
    return answer


def subscribe(live: Channel, connection: Connection, name: str, channel: str) -> None:
    answer = ask(
        connection, type="subscribe", id=name, channel=channel, authorization=live.headers()
    )
    assert answer == {"type": "subscribe_success", "id": name}


def test_connection_is_acknowledged_with_its_timeout(live: Channel) -> None:
    with live.connect(live.headers()) as connection:
        assert connection.subprotocol == "aws-appsync-event-ws"
        answer = ask(connection, type="connection_init")
        assert answer == {"type": "connection_ack", "connectionTimeoutMs": 300_000}


def test_an_id_token_is_accepted_too(live: Channel) -> None:
    with live.connect(live.headers(live.id_token)) as connection:
        assert ask(connection, type="connection_init")["type"] == "connection_ack"


def test_events_reach_exactly_those_who_subscribed_in_order(live: Channel) -> None:
    with live.connect(live.headers()) as first, live.connect(live.headers()) as second:
        subscribe(live, first, "values", "/twin/demo/values")
        subscribe(live, first, "all", "/twin/demo/*")
        subscribe(live, second, "alarms", "/twin/demo/alarms")
        status, body = live.publish("/twin/demo/values", ['{"n":1}', '{"n":2}'])
        assert status == 200
        assert [one["index"] for one in body["successful"]] == [0, 1]
        got = [receive(first) for _ in range(4)]
        for name in ("values", "all"):
            assert [one["event"] for one in got if one["id"] == name] == [['{"n":1}'], ['{"n":2}']]
        live.publish("/twin/demo/alarms", ['"a"'])
        assert receive(second) == {"type": "data", "id": "alarms", "event": ['"a"']}


def test_nothing_comes_after_unsubscribing(live: Channel) -> None:
    with live.connect(live.headers()) as connection:
        subscribe(live, connection, "values", "/twin/demo/values")
        answer = ask(connection, type="unsubscribe", id="values")
        assert answer == {"type": "unsubscribe_success", "id": "values"}
        live.publish("/twin/demo/values", ["1"])
        assert ask(connection, type="connection_init")["type"] == "connection_ack"


def test_an_event_that_is_no_json_fails_alone(live: Channel) -> None:
    status, body = live.publish("/twin/demo/values", ["1", "{", 3])
    assert status == 200
    assert [one["index"] for one in body["successful"]] == [0]
    assert [one["index"] for one in body["failed"]] == [1, 2]


@pytest.mark.parametrize(
    ("channel", "events"),
    [
        ("/twin/demo/values", []),
        ("/twin/demo/values", ["1"] * 6),
        ("/twin/*", ["1"]),
        ("/other/demo", ["1"]),
    ],
)
def test_what_is_no_publication_is_refused(live: Channel, channel: str, events: list[str]) -> None:
    status, body = live.publish(channel, events)
    assert (status, body["errors"][0]["errorType"]) == (400, "BadRequestException")


def test_an_event_has_at_most_240_kb(live: Channel) -> None:
    largest = json.dumps("x" * (240 * 1024 - 2))
    status, body = live.publish("/twin/demo/values", [largest, f"{largest} ", "1"])
    assert status == 200
    assert [one["index"] for one in body["successful"]] == [0, 2]
    assert [(one["index"], one["code"]) for one in body["failed"]] == [(1, 400)]


def test_a_user_may_not_publish_and_a_wrong_signature_neither(live: Channel) -> None:
    body = json.dumps({"channel": "/twin/demo/values", "events": ["1"]}).encode()
    status, answer = live.post(body, live.headers())
    assert (status, answer["errors"][0]["errorType"]) == (401, "UnauthorizedException")
    status, answer = live.publish("/twin/demo/values", ["1"], secret="guessed")
    assert (status, answer["errors"][0]["errorType"]) == (401, "UnauthorizedException")
    with live.connect(live.headers()) as connection:
        refused = ask(
            connection,
            type="publish",
            id="p",
            channel="/twin/demo/values",
            events=["1"],
            authorization=live.headers(),
        )
        assert (refused["type"], refused["id"]) == ("publish_error", "p")
        assert refused["errors"][0]["errorType"] == "UnauthorizedException"


def test_connection_with_the_token_of_another_pool_is_refused_and_closed(live: Channel) -> None:
    for token in (live.foreign_token, "no token", live.access_token + "x"):
        with live.connect(live.headers(token)) as connection:
            answer = receive(connection)
            assert answer["type"] == "connection_error"
            assert answer["errors"][0]["errorType"] == "UnauthorizedException"
            with pytest.raises(ConnectionClosed):
                connection.recv(timeout=5)


def test_connection_to_an_api_that_does_not_exist_is_refused(live: Channel) -> None:
    headers = {**live.headers(), "host": "x.appsync-api.us-east-1.amazonaws.com"}
    with live.connect(headers) as connection:
        assert receive(connection)["errors"][0]["errorType"] == "UnauthorizedException"


@pytest.mark.parametrize(
    ("frame", "kind", "error"),
    [
        ({"type": "subscribe", "id": "a", "channel": "/*"}, "subscribe_error", "BadRequest"),
        ({"type": "subscribe", "id": "a", "channel": "/no/x"}, "subscribe_error", "BadRequest"),
        ({"type": "subscribe", "channel": "/twin/x"}, "subscribe_error", "BadRequest"),
        ({"type": "unsubscribe", "id": "none"}, "unsubscribe_error", "UnknownOperation"),
        ({"type": "dance", "id": "a"}, "error", "BadRequest"),
    ],
)
def test_a_wrong_frame_is_answered_and_the_connection_stays(
    live: Channel, frame: dict[str, str], kind: str, error: str
) -> None:
    with live.connect(live.headers()) as connection:
        answer = ask(connection, **frame, authorization=live.headers())
        assert answer["type"] == kind
        assert answer["errors"][0]["errorType"].startswith(error)
        assert ask(connection, type="connection_init")["type"] == "connection_ack"


def test_subscription_needs_a_token_and_an_id_of_its_own(live: Channel) -> None:
    with live.connect(live.headers()) as connection:
        refused = ask(connection, type="subscribe", id="a", channel="/twin/x", authorization={})
        assert refused["errors"][0]["errorType"] == "UnauthorizedException"
        subscribe(live, connection, "a", "/twin/x")
        again = ask(
            connection, type="subscribe", id="a", channel="/twin/y", authorization=live.headers()
        )
        assert again["errors"][0]["errorType"] == "DuplicatedOperationError"


def test_text_that_is_no_frame_does_not_end_the_connection(live: Channel) -> None:
    with live.connect(live.headers()) as connection:
        connection.send("{")
        assert receive(connection)["type"] == "error"
        connection.send(b"\xff")
        assert receive(connection)["type"] == "error"
        assert ask(connection, type="connection_init")["type"] == "connection_ack"
