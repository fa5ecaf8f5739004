"""The edge device: its certificate buys the role's credentials, which components find by SDK."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.integration.execution.iot_mqtt.conftest import allow
from twin_local.execution.plant import Execution
from twin_local.nucleus.identity import DeviceIdentity, Setup, provision
from twin_local.nucleus.token_exchange import ExchangeFailed, TokenExchange, TokenExchangeService

Client = Callable[[str], Any]
SETUP = Setup(role_alias="edge-alias", policy="edge-device")
COMPONENT = """
import boto3, botocore.exceptions, json
data = boto3.client("iot-data", region_name="us-east-1")
data.update_thing_shadow(thingName="edge", shadowName="spool", payload=b'{"state": {}}')
try:
    data.get_thing_shadow(thingName="edge", shadowName="other")
except botocore.exceptions.ClientError as error:
    print(json.dumps(error.response["Error"]))
"""


@pytest.fixture
def edge(client: Client) -> Iterator[str]:
    """Make a thing with its policy, and a role that may update one shadow; return the thing."""
    iam, iot = client("iam"), client("iot")
    trust = {
        "Effect": "Allow",
        "Principal": {"Service": "credentials.iot.amazonaws.com"},
        "Action": "sts:AssumeRole",
    }
    role = iam.create_role(
        RoleName="edge-role",
        AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": trust}),
    )["Role"]["Arn"]
    may = allow("iot:UpdateThingShadow", "thing/edge/spool")
    document = json.dumps({"Version": "2012-10-17", "Statement": may})
    iam.put_role_policy(RoleName="edge-role", PolicyName="p", PolicyDocument=document)
    iot.create_thing(thingName="edge")
    statement = allow("iot:AssumeRoleWithCertificate", f"rolealias/{SETUP.role_alias}")
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    iot.create_policy(policyName=SETUP.policy, policyDocument=document)
    iot.create_role_alias(roleAlias=SETUP.role_alias, roleArn=role)
    yield "edge"
    iot.delete_role_alias(roleAlias=SETUP.role_alias)
    for principal in iot.list_thing_principals(thingName="edge")["principals"]:
        iot.detach_thing_principal(thingName="edge", principal=principal)
        iot.detach_policy(policyName=SETUP.policy, target=principal)
    iot.delete_policy(policyName=SETUP.policy)
    iot.delete_thing(thingName="edge")
    iam.delete_role_policy(RoleName="edge-role", PolicyName="p")
    iam.delete_role(RoleName="edge-role")


@pytest.fixture
def identity(client: Client, edge: str, tmp_path: Path) -> DeviceIdentity:
    return provision(client("iot"), thing_name=edge, setup=SETUP, folder=tmp_path)


def test_a_certificate_is_made_once_while_it_is_active(
    client: Client, edge: str, identity: DeviceIdentity
) -> None:
    iot, folder = client("iot"), identity.certificate.parent
    first = identity.certificate.read_text()
    again = provision(iot, thing_name=edge, setup=SETUP, folder=folder)
    assert (again, again.certificate.read_text()) == (identity, first)
    (arn,) = iot.list_thing_principals(thingName=edge)["principals"]
    iot.update_certificate(certificateId=arn.rpartition("/")[2], newStatus="INACTIVE")
    provision(iot, thing_name=edge, setup=SETUP, folder=folder)
    assert identity.certificate.read_text() != first
    assert identity.key.stat().st_mode & 0o777 == 0o600


def test_components_act_as_the_role(aws: Execution, identity: DeviceIdentity, root: str) -> None:
    service = TokenExchangeService(TokenExchange(identity, SETUP, root_ca=Path(root)))
    service.start()
    environment = service.environment(
        {**os.environ, "AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local"}
    )
    environment["AWS_ENDPOINT_URL"] = aws.context.endpoint_url
    done = subprocess.run(
        [sys.executable, "-c", COMPONENT],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    service.close()
    assert done.returncode == 0, done.stderr
    refused = json.loads(done.stdout)
    assert refused["Code"] == "AccessDeniedException"
    assert "iot:GetThingShadow" in refused["Message"]


def test_without_the_alias_there_are_no_credentials(
    identity: DeviceIdentity, root: str, client: Client
) -> None:
    exchange = TokenExchange(identity, SETUP, root_ca=Path(root))
    assert exchange.credentials() is exchange.credentials()
    client("iot").delete_role_alias(roleAlias=SETUP.role_alias)
    with pytest.raises(ExchangeFailed, match="403"):
        TokenExchange(identity, SETUP, root_ca=Path(root)).credentials()
    arn = "arn:aws:iam::111111111111:role/edge-role"
    client("iot").create_role_alias(roleAlias=SETUP.role_alias, roleArn=arn)
