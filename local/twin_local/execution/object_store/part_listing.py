"""Pages of parts go by part numbers: moto takes the marker for a position, which gaps make wrong.

https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListParts.html
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from moto.s3.models import FakeKey, FakeMultipart, S3Backend

from twin_local.execution.patching import replace


def install() -> None:
    """Replace what counts positions."""
    replace(FakeMultipart, "list_parts", _list_parts)
    replace(S3Backend, "is_truncated", _is_truncated)


def _list_parts(
    upload: FakeMultipart, part_number_marker: int, max_parts: int
) -> Iterator[FakeKey]:
    """Yield at most `max_parts` parts after the one that the marker numbers, there or not."""
    first = bisect_right(upload.partlist, part_number_marker)
    for number in upload.partlist[first : first + max_parts]:
        yield upload.parts[number]


def _is_truncated(
    backend: S3Backend, bucket_name: str, multipart_id: str, next_part_number_marker: int
) -> bool:
    upload = backend.get_bucket(bucket_name).multiparts[multipart_id]
    return bool(upload.partlist) and upload.partlist[-1] > int(next_part_number_marker)
