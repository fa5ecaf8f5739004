"""How long a policy of AWS IoT Core may be, and that it is one.

White space does not count.
https://docs.aws.amazon.com/general/latest/gr/iot-core.html ("AWS IoT Core policy limits")
"""

from __future__ import annotations

import json
from typing import Any

from moto.iot.exceptions import IoTClientError
from moto.iot.models import IoTBackend

from twin_local.execution.patching import before

LONGEST_DOCUMENT = 2_048


class MalformedPolicy(IoTClientError):
    """A policy document is not JSON, or is too long."""

    def __init__(self, reason: str) -> None:
        self.code = 400
        super().__init__("MalformedPolicyException", f"Policy document is Malformed: {reason}")


def install() -> None:
    """Check documents before moto takes them."""
    for name in ("create_policy", "create_policy_version"):
        before(IoTBackend, name, _check)


def _check(backend: IoTBackend, policy_name: str, policy_document: str, *_: Any) -> None:
    length = len("".join(policy_document.split()))
    if length > LONGEST_DOCUMENT:
        raise MalformedPolicy(f"it has {length} characters, at most {LONGEST_DOCUMENT} are allowed")
    try:
        read = json.loads(policy_document)
    except ValueError as error:
        raise MalformedPolicy("it is not JSON") from error
    if not isinstance(read, dict) or "Statement" not in read:
        raise MalformedPolicy("it has no Statement")
