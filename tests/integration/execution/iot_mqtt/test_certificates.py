"""Mutual TLS: certificates of the registry, their policies, and the credentials provider."""

from __future__ import annotations

import json
import ssl
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
import urllib3
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.integration.execution.iot_mqtt.conftest import (
    Certificate,
    Connect,
    allow,
    write_files,
)
from tests.integration.execution.iot_mqtt.devices import Device, Refused
from twin_local.execution.plant import Execution

Client = Callable[[str], Any]
Make = Callable[..., Certificate]
THING = "${iot:Connection.Thing.ThingName}"


@pytest.fixture
def press(client: Client) -> Iterator[str]:
    iot = client("iot")
    iot.create_thing(thingName="press", attributePayload={"attributes": {"line": "l1"}})
    yield "press"
    for principal in iot.list_thing_principals(thingName="press")["principals"]:
        iot.detach_thing_principal(thingName="press", principal=principal)
    iot.delete_thing(thingName="press")


def test_a_policy_with_variables_bounds_a_thing(
    connect: Connect, certificate: Make, client: Client, press: str
) -> None:
    made = certificate(
        "variables",
        allow("iot:Connect", f"client/{THING}"),
        allow(["iot:Publish", "iot:Receive"], "topic/things/${iot:ClientId}/*"),
        allow("iot:Publish", "topic/lines/${iot:Connection.Thing.Attributes[line]}"),
        allow("iot:Subscribe", "topicfilter/things/${iot:ClientId}/*", "topicfilter/all/#"),
    )
    with pytest.raises(Refused):
        connect(press, tls=made.tls)  # the thing is not attached: the variable has no value
    client("iot").attach_thing_principal(thingName=press, principal=made.arn)
    with pytest.raises(Refused):
        connect("another", tls=made.tls)
    device = connect(press, tls=made.tls)
    granted = device.subscribe(("things/press/a", 1), ("things/other/a", 1), ("all/#", 1))
    assert granted == [1, 128, 1]
    connect("owner").publish("all/unreceivable", b"no")
    device.publish("lines/l1", b"")
    device.publish("things/press/a", b"own")
    assert device.take().payload == b"own"
    device.send("lines/l2", b"")
    assert device.is_dropped()


def test_a_deny_wins_and_retaining_is_an_action_of_its_own(
    connect: Connect, certificate: Make
) -> None:
    made = certificate("deny", allow("iot:*"), allow("iot:RetainPublish", effect="Deny"))
    device = connect("denied", tls=made.tls)
    device.publish("d", b"fine")
    device.send("d", b"kept", retain=True)
    assert device.is_dropped()


def test_who_may_not_publish_the_last_will_may_not_connect(
    connect: Connect, certificate: Make
) -> None:
    made = certificate("will", allow("iot:Connect"))
    with pytest.raises(Refused):
        connect("willing", tls=made.tls, will=("w", b"", 0, False))


def test_events_name_the_certificate(connect: Connect, certificate: Make) -> None:
    watcher = connect("watcher")
    watcher.subscribe(("$aws/events/presence/connected/certified", 1))
    made = certificate("named", allow("iot:Connect"))
    connect("certified", tls=made.tls)
    assert json.loads(watcher.take().payload)["principalIdentifier"] == made.identifier


def test_a_certificate_that_is_not_active_makes_no_connection(
    aws: Execution, certificate: Make
) -> None:
    made = certificate("inactive", allow("iot:*"), active=False)
    device = Device("inactive", tls=made.tls)
    with pytest.raises((Refused, ssl.SSLError, ConnectionError)):
        device.connect(aws.iot.mqtt.port)
    device.disconnect()


def test_a_certificate_of_a_signing_request_has_the_key_of_the_request(
    connect: Connect, client: Client, root: str, tmp_path: Path
) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "valve")])
    request = x509.CertificateSigningRequestBuilder().subject_name(name).sign(key, hashes.SHA256())
    iot = client("iot")
    pem = request.public_bytes(serialization.Encoding.PEM).decode()
    made = iot.create_certificate_from_csr(certificateSigningRequest=pem, setAsActive=True)
    document = {"Version": "2012-10-17", "Statement": [allow("iot:*")]}
    iot.create_policy(policyName="csr", policyDocument=json.dumps(document))
    iot.attach_policy(policyName="csr", target=made["certificateArn"])
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()
    tls = write_files(tmp_path / "csr", root, made["certificatePem"], {"PrivateKey": private})
    connect("valve", tls=tls).publish("v", b"")


def test_the_endpoint_leads_to_the_broker(aws: Execution, client: Client) -> None:
    for kind in ("iot:Data-ATS", "iot:Data", "iot:CredentialProvider"):
        found = client("iot").describe_endpoint(endpointType=kind)["endpointAddress"]
        assert found == f"127.0.0.1:{aws.iot.mqtt.port}"


@pytest.fixture
def exchange(client: Client) -> Iterator[str]:
    """Return an alias of a role that may list buckets and that devices may borrow."""
    iam, iot = client("iam"), client("iot")
    trust = {"Effect": "Allow", "Principal": {"Service": "credentials.iot.amazonaws.com"}}
    document = {"Version": "2012-10-17", "Statement": {**trust, "Action": "sts:AssumeRole"}}
    role = iam.create_role(RoleName="exchange", AssumeRolePolicyDocument=json.dumps(document))
    may = {"Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": may})
    iam.put_role_policy(RoleName="exchange", PolicyName="p", PolicyDocument=policy)
    iot.create_role_alias(roleAlias="exchange", roleArn=role["Role"]["Arn"])
    yield "exchange"
    iot.delete_role_alias(roleAlias="exchange")
    iam.delete_role_policy(RoleName="exchange", PolicyName="p")
    iam.delete_role(RoleName="exchange")


def ask(aws: Execution, made: Certificate, alias: str, **headers: str) -> tuple[int, Any]:
    context = ssl.create_default_context(cafile=made.tls.root)
    context.load_cert_chain(str(made.tls.certificate), made.tls.key)
    with urllib3.PoolManager(ssl_context=context) as pool:
        url = f"https://127.0.0.1:{aws.iot.mqtt.port}/role-aliases/{alias}/credentials"
        answer = pool.request("GET", url, headers=headers, retries=False)
        return answer.status, answer.json()


def test_a_certificate_is_exchanged_for_the_credentials_of_a_role(
    aws: Execution, certificate: Make, exchange: str, press: str, client: Client
) -> None:
    made = certificate("exchange", allow("iot:AssumeRoleWithCertificate", f"rolealias/{exchange}"))
    status, body = ask(aws, made, exchange)
    assert status == 200
    given = body["credentials"]
    s3 = boto3.client(
        "s3",
        region_name="us-east-1",
        endpoint_url=aws.context.endpoint_url,
        aws_access_key_id=given["accessKeyId"],
        aws_secret_access_key=given["secretAccessKey"],
        aws_session_token=given["sessionToken"],
    )
    s3.list_buckets()
    with pytest.raises(s3.exceptions.ClientError) as error:
        s3.create_bucket(Bucket="not-mine")
    assert error.value.response["Error"]["Code"] == "AccessDenied"
    assert ask(aws, made, exchange, **{"x-amzn-iot-thingname": press})[0] == 403
    client("iot").attach_thing_principal(thingName=press, principal=made.arn)
    assert ask(aws, made, exchange, **{"x-amzn-iot-thingname": press})[0] == 200
    assert ask(aws, made, "another")[0] == 403


def test_a_policy_must_allow_the_exchange(aws: Execution, certificate: Make, exchange: str) -> None:
    status, body = ask(aws, certificate("no-exchange", allow("iot:Connect")), exchange)
    assert status == 403
    assert "Access Denied" in body["message"]
