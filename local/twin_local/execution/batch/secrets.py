"""Secrets of a container, read under its execution role before it starts.

https://docs.aws.amazon.com/batch/latest/userguide/specifying-sensitive-data.html
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from botocore.exceptions import ClientError

from twin_local.execution import in_process
from twin_local.execution.batch.errors import ContainerUnavailable

ARN_PARTS = 7
"""Parts of a secret's ARN; a JSON key, a version stage and a version id may follow."""


def read_secrets(
    wanted: Iterable[tuple[str, str]], *, region: str, role: str | None
) -> dict[str, str]:
    """Return the values by the names of their variables.

    Raises:
        ContainerUnavailable: one cannot be read.
    """
    values = {}
    for name, source in wanted:
        try:
            values[name] = _value(source, region, role)
        except (ClientError, KeyError, ValueError) as error:
            raise ContainerUnavailable(
                "ResourceInitializationError: unable to pull secrets or registry auth:"
                f" {source}: {error}"
            ) from error
    return values


def _value(source: str, region: str, role: str | None) -> str:
    if ":secretsmanager:" not in source:
        name = source.partition(":parameter")[2] or source
        ssm = in_process.client("ssm", region, role)
        return str(ssm.get_parameter(Name=name, WithDecryption=True)["Parameter"]["Value"])
    parts = source.split(":")
    arn, rest = ":".join(parts[:ARN_PARTS]), [*parts[ARN_PARTS:], "", "", ""]
    chosen = {"VersionStage": rest[1], "VersionId": rest[2]}
    found = in_process.client("secretsmanager", region, role).get_secret_value(
        SecretId=arn, **{name: value for name, value in chosen.items() if value}
    )
    text = str(found["SecretString"])
    return str(json.loads(text)[rest[0]]) if rest[0] else text
