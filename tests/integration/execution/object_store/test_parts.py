"""Parts of S3 objects: their checksums are listed, stated again at the end, and made by copies."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.integration.execution.messaging.conftest import Client
from twin.spatial.digests import composite_sha256
from twin_local.execution.object_store.stated import compute

PART = 5 * 1024 * 1024
CONTENTS = (b"a" * PART, b"b" * PART, b"c" * 7)


@pytest.fixture
def bucket(client: Client) -> str:
    """Return a fresh bucket."""
    name = f"b-{uuid.uuid4().hex[:12]}"
    client("s3").create_bucket(Bucket=name)
    return name


def sent(s3: Any, bucket: str, algorithm: str, kind: str) -> tuple[dict[str, Any], list[Any]]:
    """Upload three parts; return how the upload is named and the parts as its end names them."""
    key = {"Bucket": bucket, "Key": "k"}
    upload = s3.create_multipart_upload(**key, ChecksumAlgorithm=algorithm, ChecksumType=kind)
    named, parts = key | {"UploadId": upload["UploadId"]}, []
    for number, body in enumerate(CONTENTS, start=1):
        checksum = {f"Checksum{algorithm}": compute(body, algorithm).decode()}
        answer = s3.upload_part(**named, PartNumber=number, Body=body, **checksum)
        parts.append({"PartNumber": number, "ETag": answer["ETag"], **checksum})
    return named, parts


def code(refused: pytest.ExceptionInfo[ClientError]) -> str:
    return str(refused.value.response["Error"]["Code"])


@pytest.mark.parametrize(
    ("algorithm", "kind"), [("SHA256", "COMPOSITE"), ("CRC64NVME", "FULL_OBJECT")]
)
def test_parts_are_listed_with_their_checksums(
    client: Client, bucket: str, algorithm: str, kind: str
) -> None:
    named, parts = sent(client("s3"), bucket, algorithm, kind)
    listed = client("s3").list_parts(**named)
    assert (listed["ChecksumAlgorithm"], listed["ChecksumType"]) == (algorithm, kind)
    member = f"Checksum{algorithm}"
    assert [part[member] for part in listed["Parts"]] == [part[member] for part in parts]
    rest = client("s3").list_parts(**named, PartNumberMarker=2)
    assert [part["PartNumber"] for part in rest["Parts"]] == [3]


def test_composite_checksum_is_shown_with_the_number_of_parts(client: Client, bucket: str) -> None:
    s3 = client("s3")
    named, parts = sent(s3, bucket, "SHA256", "COMPOSITE")
    s3.complete_multipart_upload(**named, MultipartUpload={"Parts": parts})
    head = s3.head_object(Bucket=bucket, Key="k", ChecksumMode="ENABLED")
    expected = composite_sha256(part["ChecksumSHA256"] for part in parts)
    assert (head["ChecksumSHA256"], head["ChecksumType"]) == (f"{expected}-3", "COMPOSITE")
    copied = s3.copy_object(
        Bucket=bucket, Key="copy", CopySource=f"{bucket}/k", ChecksumAlgorithm="SHA256"
    )
    whole = compute(b"".join(CONTENTS), "SHA256").decode()
    assert copied["CopyObjectResult"]["ChecksumSHA256"] == whole
    head = s3.head_object(Bucket=bucket, Key="copy", ChecksumMode="ENABLED")
    assert head["ChecksumSHA256"] == whole


def test_crc_of_the_whole_is_verified(client: Client, bucket: str) -> None:
    s3 = client("s3")
    named, parts = sent(s3, bucket, "CRC64NVME", "FULL_OBJECT")
    whole = {"ChecksumType": "FULL_OBJECT", "MultipartUpload": {"Parts": parts}}
    with pytest.raises(ClientError) as refused:
        s3.complete_multipart_upload(
            **named, **whole, ChecksumCRC64NVME=compute(b"other", "CRC64NVME").decode()
        )
    assert code(refused) == "BadDigest"
    right = compute(b"".join(CONTENTS), "CRC64NVME").decode()
    s3.complete_multipart_upload(**named, **whole, ChecksumCRC64NVME=right)
    head = s3.head_object(Bucket=bucket, Key="k", ChecksumMode="ENABLED")
    assert (head["ChecksumCRC64NVME"], head["ChecksumType"]) == (right, "FULL_OBJECT")


def test_composite_upload_wants_the_checksum_of_every_part(client: Client, bucket: str) -> None:
    s3 = client("s3")
    named, parts = sent(s3, bucket, "SHA256", "COMPOSITE")
    bare = [{"PartNumber": part["PartNumber"], "ETag": part["ETag"]} for part in parts]
    with pytest.raises(ClientError) as refused:
        s3.complete_multipart_upload(**named, MultipartUpload={"Parts": bare})
    assert code(refused) == "InvalidRequest"
    with pytest.raises(ClientError) as refused:
        s3.upload_part(**named, PartNumber=4, Body=b"d", ChecksumAlgorithm="CRC32")
    assert code(refused) == "InvalidRequest"


def test_copied_parts_bear_the_checksum_of_what_was_read(client: Client, bucket: str) -> None:
    s3 = client("s3")
    s3.put_object(Bucket=bucket, Key="source", Body=b"".join(CONTENTS))
    key = {"Bucket": bucket, "Key": "k"}
    upload = s3.create_multipart_upload(**key, ChecksumAlgorithm="SHA256", ChecksumType="COMPOSITE")
    named = key | {"UploadId": upload["UploadId"]}
    copy = named | {"CopySource": f"{bucket}/source"}
    answer = s3.upload_part_copy(
        **copy, PartNumber=2, CopySourceRange=f"bytes={PART}-{2 * PART - 1}"
    )
    expected = compute(CONTENTS[1], "SHA256").decode()
    assert answer["CopyPartResult"]["ChecksumSHA256"] == expected
    (part,) = s3.list_parts(**named)["Parts"]
    assert (part["Size"], part["ChecksumSHA256"]) == (PART, expected)
    for wrong in (f"bytes=0-{2 * PART + 7}", "bytes=5-1", "bytes=0-"):
        with pytest.raises(ClientError) as refused:
            s3.upload_part_copy(**copy, PartNumber=3, CopySourceRange=wrong)
        assert code(refused) == "InvalidArgument"


def test_pages_of_parts_go_by_their_numbers(client: Client, bucket: str) -> None:
    s3, named = client("s3"), {"Bucket": bucket, "Key": "k"}
    named["UploadId"] = s3.create_multipart_upload(**named)["UploadId"]
    for number in (9, 2, 5, 4):
        s3.upload_part(**named, PartNumber=number, Body=b"part")

    def page(**asked: int) -> tuple[list[int], bool]:
        answer = s3.list_parts(**named, **asked)
        return [part["PartNumber"] for part in answer.get("Parts", [])], answer["IsTruncated"]

    assert page() == ([2, 4, 5, 9], False)
    assert page(MaxParts=2) == ([2, 4], True)
    assert page(PartNumberMarker=4, MaxParts=2) == ([5, 9], False)
    assert page(PartNumberMarker=3) == ([4, 5, 9], False)
    assert page(PartNumberMarker=9) == ([], False)
