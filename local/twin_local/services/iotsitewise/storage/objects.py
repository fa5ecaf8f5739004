"""Objects in S3, reached as the role that the customer named."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from twin_local.services.iotsitewise.exceptions import InvalidRequestException

Clients = Callable[[str, str], Any]
"""Return the client of a service, as a role."""
BUCKET_ARN = re.compile(r"arn:[a-z-]+:s3:::([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/(.*))?")


def no_clients(service: str, role: str) -> Any:  # noqa: ANN401 - boto3's clients have no type
    """Stand in where the service runs alone, without the rest of the embedded AWS."""
    raise LookupError(f"there is no {service} here that {role} could use")


@dataclass(frozen=True)
class Bucket:
    """A bucket as a role may use it; every method may raise botocore's ClientError."""

    name: str
    client: Any
    prefix: str = ""

    def check(self) -> None:
        """Look whether it is there."""
        self.client.head_bucket(Bucket=self.name)

    def put(self, key: str, body: bytes) -> None:
        """Write an object under the prefix."""
        self.client.put_object(Bucket=self.name, Key=f"{self.prefix}{key}", Body=body)

    def size(self, key: str, version: str | None) -> int:
        """Return the size of an object in bytes."""
        return int(self.client.head_object(**self._named(key, version))["ContentLength"])

    def get(self, key: str, version: str | None) -> bytes:
        """Read an object."""
        body: bytes = self.client.get_object(**self._named(key, version))["Body"].read()
        return body

    def delete(self, key: str, version: str | None) -> None:
        """Delete an object."""
        self.client.delete_object(**self._named(key, version))

    def _named(self, key: str, version: str | None) -> dict[str, str]:
        named = {"Bucket": self.name, "Key": f"{self.prefix}{key}"}
        return {**named, **({"VersionId": version} if version else {})}


def bucket_of(clients: Clients, arn: str, role: str) -> Bucket:
    """Return the bucket, or the prefix in one, that an ARN names, used as a role.

    Raises:
        InvalidRequestException: it is no such ARN.
    """
    name, prefix = place_of(arn)
    return Bucket(name, clients("s3", role), prefix)


def place_of(arn: str) -> tuple[str, str]:
    """Return the bucket and the prefix that an ARN names.

    Raises:
        InvalidRequestException: it is no ARN of a bucket or of a prefix in one.
    """
    match = BUCKET_ARN.fullmatch(arn)
    if match is None:
        raise InvalidRequestException(f"{arn} is no ARN of a bucket or of a prefix in one")
    prefix = (match[2] or "").rstrip("/")
    return match[1], f"{prefix}/" if prefix else ""
