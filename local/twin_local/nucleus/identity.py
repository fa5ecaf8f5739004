"""Who the device is: its certificate, made and attached once, as an installer with `--provision`.

https://docs.aws.amazon.com/greengrass/v2/developerguide/quick-installation.html
"""

from __future__ import annotations

import logging
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from mypy_boto3_iot import IoTClient

logger = logging.getLogger("twin_local.nucleus")

ARN_FILE = "certificate.arn"


@dataclass(frozen=True)
class Setup:
    """What the device borrows: the alias of the token exchange role, and its IoT policy."""

    role_alias: str
    policy: str


@dataclass(frozen=True)
class DeviceIdentity:
    """A thing with the files of its certificate; `endpoint` is the credentials provider's."""

    thing_name: str
    certificate: Path
    key: Path
    endpoint: str


def provision(iot: IoTClient, *, thing_name: str, setup: Setup, folder: Path) -> DeviceIdentity:
    """Return the identity of a thing; make its certificate where there is none that is active.

    Raises:
        botocore.exceptions.ClientError: the thing or the policy is not there.
    """
    arn = _known_certificate(iot, folder) or _make_certificate(iot, folder)
    iot.attach_policy(policyName=setup.policy, target=arn)
    iot.attach_thing_principal(thingName=thing_name, principal=arn)
    endpoint = iot.describe_endpoint(endpointType="iot:CredentialProvider")["endpointAddress"]
    return DeviceIdentity(thing_name, folder / "device.pem", folder / "device.key", endpoint)


def _known_certificate(iot: IoTClient, folder: Path) -> str | None:
    file = folder / ARN_FILE
    if not file.is_file():
        return None
    arn = file.read_text(encoding="utf-8")
    try:
        found = iot.describe_certificate(certificateId=arn.rpartition("/")[2])
    except ClientError as error:
        if error.response["Error"]["Code"] != "ResourceNotFoundException":
            raise
        return None
    return arn if found["certificateDescription"]["status"] == "ACTIVE" else None


def _make_certificate(iot: IoTClient, folder: Path) -> str:
    made = iot.create_keys_and_certificate(setAsActive=True)
    folder.mkdir(parents=True, exist_ok=True)
    _write_private(folder / "device.key", made["keyPair"]["PrivateKey"])
    _write_private(folder / "device.pem", made["certificatePem"])
    _write_private(folder / ARN_FILE, made["certificateArn"])
    logger.info("the device has the certificate %s", made["certificateId"])
    return made["certificateArn"]


def _write_private(path: Path, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
