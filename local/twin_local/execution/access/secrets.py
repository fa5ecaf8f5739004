"""What calls of AWS Secrets Manager need: their action on the secret, whose ARN ends at random.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecretsmanager.html
"""

from __future__ import annotations

from collections.abc import Iterator

from moto.secretsmanager.models import secretsmanager_backends

from twin_local.execution.access.calls import Call

PREFIX = "secretsmanager"


def secrets(call: Call) -> Iterator[tuple[str, str]]:
    """Yield the action that a call needs with the ARN that it is on."""
    action = f"{PREFIX}:{call.operation}"
    named = call.parameters.get("SecretId") or call.parameters.get("Name")
    yield action, _arn(call, str(named)) if named else "*"


def _arn(call: Call, named: str) -> str:
    """Return the whole ARN of a secret; of one that does not exist, as it is named."""
    found = secretsmanager_backends[call.account][call.region].secrets.get(named)
    if found is not None:
        return str(found.arn)
    if named.startswith("arn:"):
        return named
    return f"arn:aws:{PREFIX}:{call.region}:{call.account}:secret:{named}"
