"""Objects of a bucket, as sources of windows read them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

BLOCK_BYTES = 256 * 1024


class BucketFiles:
    """The objects of one bucket; none is in memory as a whole."""

    def __init__(self, client: S3Client, bucket: str) -> None:
        self._client, self._bucket = client, bucket

    def below(self, prefix: str) -> Iterator[str]:
        """Yield the keys of all objects below a prefix."""
        pages = self._client.get_paginator("list_objects_v2").paginate(
            Bucket=self._bucket, Prefix=prefix
        )
        for page in pages:
            yield from (item["Key"] for item in page.get("Contents", []))

    def lines(self, key: str) -> Iterator[bytes]:
        """Yield the lines of an object, with their ends."""
        answer = self._client.get_object(Bucket=self._bucket, Key=key)
        body: Any = answer["Body"]  # a raw stream, of which the stubs do not know
        yield from io.BufferedReader(body, BLOCK_BYTES)

    def address(self, key: str) -> str:
        """Return how people name an object."""
        return f"s3://{self._bucket}/{key}"
