"""The broker of the session's embedded AWS, devices of its owner, identities by certificate."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.integration.execution.iot_mqtt.devices import Device, Tls
from twin_local.execution.plant import Execution

OWNER = ("local", "local")
Connect = Callable[..., Device]


@dataclass(frozen=True)
class Certificate:
    """A certificate of the registry, as files that a device has."""

    arn: str
    identifier: str
    tls: Tls


@pytest.fixture
def connect(aws: Execution) -> Iterator[Connect]:
    """Return a maker of connected devices, of the owner where nothing else is said."""
    made: list[Device] = []

    def make(client_id: str, **options: Any) -> Device:
        if not options.keys() & {"user", "tls", "transport"}:
            options["user"] = OWNER
        device = Device(client_id, **options)
        made.append(device)
        websocket = options.get("transport") == "websockets"
        return device.connect(aws.iot.mqtt.websocket_port if websocket else aws.iot.mqtt.port)

    yield make
    for device in made:
        device.disconnect()


@pytest.fixture
def root(aws: Execution) -> str:
    """Return the file of the root certificate that devices trust."""
    return str(aws.iot.identity.root)


@pytest.fixture
def certificate(
    client: Callable[[str], Any], root: str, tmp_path: Path
) -> Callable[..., Certificate]:
    """Return a maker of certificates with one policy of the given statements."""
    iot = client("iot")

    def make(name: str, *statements: dict[str, Any], active: bool = True) -> Certificate:
        made = iot.create_keys_and_certificate(setAsActive=active)
        document = json.dumps({"Version": "2012-10-17", "Statement": list(statements)})
        iot.create_policy(policyName=name, policyDocument=document)
        iot.attach_policy(policyName=name, target=made["certificateArn"])
        return Certificate(
            made["certificateArn"],
            made["certificateId"],
            write_files(tmp_path / name, root, made["certificatePem"], made["keyPair"]),
        )

    return make


def write_files(path: Path, root: str, certificate: str, keys: dict[str, str]) -> Tls:
    """Write a certificate and its key beside each other."""
    pem, key = path.with_suffix(".pem"), path.with_suffix(".key")
    pem.write_text(certificate)
    key.write_text(keys["PrivateKey"])
    return Tls(root, str(pem), str(key))


def allow(actions: str | list[str], *resources: str, effect: str = "Allow") -> dict[str, Any]:
    """Return a statement on resources of the account, or on all."""
    arns = [f"arn:aws:iot:us-east-1:111111111111:{one}" for one in resources] or ["*"]
    return {"Effect": effect, "Action": actions, "Resource": arns}
