"""Custom authorizers: a function says who a client is and what it may do."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import pytest
from botocore.exceptions import ClientError
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from tests.integration.execution.iot_mqtt.conftest import Connect
from tests.integration.execution.iot_mqtt.devices import Refused, Tls

Client = Callable[[str], Any]
NAME = "x-amz-customauthorizer-name"
SIGNATURE = "x-amz-customauthorizer-signature"

FUNCTION = """
import base64, json
def handler(event, context):
    print('GOT ' + json.dumps(event))
    mqtt = event['protocolData']['mqtt']
    password = base64.b64decode(mqtt.get('password', '')).decode()
    known = password == 'open sesame' or event.get('token') == 'ticket-7'
    base = 'arn:aws:iot:us-east-1:111111111111:'
    allow = [('Connect', 'client/' + mqtt['clientId']), ('Publish', 'topic/c/*'),
             ('Subscribe', 'topicfilter/c/*'), ('Receive', 'topic/c/*')]
    return {
        'isAuthenticated': known,
        'principalId': 'guest7',
        'disconnectAfterInSeconds': 3600,
        'refreshAfterInSeconds': 300,
        'policyDocuments': [{'Version': '2012-10-17', 'Statement': [
            {'Effect': 'Allow', 'Action': 'iot:' + action, 'Resource': base + resource}
            for action, resource in allow]}],
    }
"""


@pytest.fixture
def authorizer(client: Client, function: Callable[..., str]) -> Iterator[Callable[..., str]]:
    """Return a maker of authorizers with the function above; it returns the name."""
    iot, made = client("iot"), []
    arn = function("door", FUNCTION)

    def make(name: str, **settings: Any) -> str:
        given = {"status": "ACTIVE", "signingDisabled": True} | settings
        iot.create_authorizer(authorizerName=name, authorizerFunctionArn=arn, **given)
        made.append(name)
        return name

    yield make
    for name in made:
        iot.update_authorizer(authorizerName=name, status="INACTIVE")
        iot.delete_authorizer(authorizerName=name)


def test_user_name_and_password_are_judged_and_the_policies_bind(
    connect: Connect, authorizer: Callable[..., str], root: str
) -> None:
    user = f"olga?{NAME}={authorizer('door')}"
    watcher = connect("watcher")
    watcher.subscribe(("$aws/events/presence/connected/guest", 1))
    with pytest.raises(Refused):
        connect("guest", tls=Tls(root), user=(user, "guessed"))
    device = connect("guest", tls=Tls(root), user=(user, "open sesame"))
    assert json.loads(watcher.take().payload)["principalIdentifier"] == "guest7"
    assert device.subscribe(("c/#", 1), ("other", 1)) == [1, 128]
    device.publish("c/1", b"in")
    assert device.take().payload == b"in"
    device.send("other", b"out")
    assert device.is_dropped()


def test_the_default_authorizer_serves_who_names_none(
    connect: Connect, authorizer: Callable[..., str], root: str, client: Client
) -> None:
    iot, name = client("iot"), authorizer("usual")
    iot.set_default_authorizer(authorizerName=name)
    described = iot.describe_default_authorizer()["authorizerDescription"]
    assert (described["authorizerName"], described["status"]) == (name, "ACTIVE")
    connect("anyone", tls=Tls(root), user=("olga", "open sesame"))
    with pytest.raises(iot.exceptions.DeleteConflictException):
        iot.delete_authorizer(authorizerName=name)
    iot.clear_default_authorizer()
    with pytest.raises(Refused):
        connect("anyone", tls=Tls(root), user=("olga", "open sesame"))


def test_a_token_needs_its_signature(connect: Connect, authorizer: Callable[..., str]) -> None:
    key = rsa.generate_private_key(65537, 2048)
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    name = authorizer(
        "signed",
        signingDisabled=False,
        tokenKeyName="Ticket",
        tokenSigningPublicKeys={"k": public.decode()},
    )
    made = key.sign(b"ticket-7", padding.PKCS1v15(), hashes.SHA256())
    signature = base64.b64encode(made).decode()
    headers = {NAME: name, "Ticket": "ticket-7", SIGNATURE: signature}
    connect("by-header", transport="websockets", headers=headers)
    query = f"{NAME}={name}&ticket=ticket-7&{SIGNATURE}={quote(signature, safe='')}"
    connect("by-query", transport="websockets", path=f"/mqtt?{query}")
    connect("by-user", user=(f"?{query}", ""))
    for wrong in ({"Ticket": "ticket-8"}, {SIGNATURE: "AAAA"}, {NAME: "nobody"}):
        with pytest.raises(Refused):
            connect("wrong", transport="websockets", headers=headers | wrong)


def test_an_authorizer_is_registered_changed_and_listed(
    client: Client, authorizer: Callable[..., str]
) -> None:
    iot = client("iot")
    first, second = authorizer("a-door"), authorizer("b-door", status="INACTIVE")
    page = iot.list_authorizers(pageSize=1)
    assert [one["authorizerName"] for one in page["authorizers"]] == [first]
    rest = iot.list_authorizers(marker=page["nextMarker"])
    assert [one["authorizerName"] for one in rest["authorizers"]] == [second]
    active = iot.list_authorizers(status="ACTIVE")["authorizers"]
    assert [one["authorizerName"] for one in active] == [first]
    iot.update_authorizer(authorizerName=first, tokenKeyName="T", enableCachingForHttp=True)
    found = iot.describe_authorizer(authorizerName=first)["authorizerDescription"]
    assert (found["tokenKeyName"], found["enableCachingForHttp"]) == ("T", True)
    assert found["authorizerArn"] == "arn:aws:iot:us-east-1:111111111111:authorizer/a-door"
    with pytest.raises(iot.exceptions.ResourceAlreadyExistsException):
        authorizer("a-door")
    with pytest.raises(iot.exceptions.ResourceNotFoundException):
        iot.describe_authorizer(authorizerName="nobody")
    with pytest.raises(ClientError) as error:
        authorizer("unsigned", signingDisabled=False)
    assert error.value.response["Error"]["Code"] == "InvalidRequestException"
