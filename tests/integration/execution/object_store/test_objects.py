"""S3: checksums, conditions, versions, forms and notifications, as boto3 sees them."""

from __future__ import annotations

import base64
import hashlib
import json
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from tests.integration.execution.conftest import OPEN
from tests.integration.execution.messaging.conftest import Client, Queue, queue
from twin_local.execution.object_store.stated import compute
from twin_local.execution.plant import Execution

__all__ = ["queue"]
PART = 5 * 1024 * 1024
ALGORITHMS = ("CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256")


@pytest.fixture
def bucket(client: Client) -> str:
    """Return a fresh bucket."""
    name = f"b-{uuid.uuid4().hex[:12]}"
    client("s3").create_bucket(Bucket=name)
    return name


def code(refused: pytest.ExceptionInfo[ClientError]) -> str:
    """Return the code of an error."""
    return str(refused.value.response["Error"]["Code"])


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_right_checksum_is_kept_and_a_wrong_one_refused(
    client: Client, bucket: str, algorithm: str
) -> None:
    s3, member = client("s3"), f"Checksum{algorithm}"
    right = compute(b"hello", algorithm).decode()
    wrong = compute(b"other", algorithm).decode()
    s3.put_object(Bucket=bucket, Key="k", Body=b"hello", **{member: right})
    assert s3.head_object(Bucket=bucket, Key="k", ChecksumMode="ENABLED")[member] == right
    with pytest.raises(ClientError) as refused:
        s3.put_object(Bucket=bucket, Key="k", Body=b"changed", **{member: wrong})
    assert code(refused) == "BadDigest"
    with pytest.raises(ClientError) as refused:
        s3.put_object(Bucket=bucket, Key="k", Body=b"changed", **{member: "AAAA"})
    assert code(refused) == "InvalidRequest"
    assert s3.get_object(Bucket=bucket, Key="k")["Body"].read() == b"hello"


def test_a_wrong_md5_is_refused(client: Client, bucket: str) -> None:
    wrong = base64.b64encode(hashlib.md5(b"other").digest()).decode()
    for given, expected in ((wrong, "BadDigest"), ("x", "InvalidDigest")):
        with pytest.raises(ClientError) as refused:
            client("s3").put_object(Bucket=bucket, Key="k", Body=b"hello", ContentMD5=given)
        assert code(refused) == expected


def test_parts_and_the_whole_are_verified(client: Client, bucket: str) -> None:
    s3 = client("s3")
    upload = s3.create_multipart_upload(Bucket=bucket, Key="k", ChecksumAlgorithm="SHA256")
    where = {"Bucket": bucket, "Key": "k", "UploadId": upload["UploadId"]}
    bodies = [b"a" * PART, b"b"]
    sums = [compute(body, "SHA256").decode() for body in bodies]
    parts: list[dict[str, Any]] = []
    for number, body in enumerate(bodies, start=1):
        with pytest.raises(ClientError) as refused:
            s3.upload_part(**where, PartNumber=number, Body=body, ChecksumSHA256=sums[number - 2])
        assert code(refused) == "BadDigest"
        made = s3.upload_part(
            **where, PartNumber=number, Body=body, ChecksumSHA256=sums[number - 1]
        )
        parts.append(
            {"PartNumber": number, "ETag": made["ETag"], "ChecksumSHA256": sums[number - 1]}
        )
    wrong = [parts[0] | {"ChecksumSHA256": sums[1]}, parts[1]]
    with pytest.raises(ClientError) as refused:
        s3.complete_multipart_upload(**where, MultipartUpload={"Parts": wrong})
    assert code(refused) == "InvalidPart"
    together = base64.b64encode(
        hashlib.sha256(b"".join(base64.b64decode(one) for one in sums)).digest()
    ).decode()
    with pytest.raises(ClientError) as refused:
        s3.complete_multipart_upload(
            **where, MultipartUpload={"Parts": parts}, ChecksumSHA256=f"{sums[0]}-2"
        )
    assert code(refused) == "BadDigest"
    done = s3.complete_multipart_upload(
        **where, MultipartUpload={"Parts": parts}, ChecksumSHA256=f"{together}-2"
    )
    assert done["ETag"].endswith('-2"')
    assert s3.head_object(Bucket=bucket, Key="k")["ContentLength"] == PART + 1


def test_conditional_writes(client: Client, bucket: str) -> None:
    s3 = client("s3")
    first = s3.put_object(Bucket=bucket, Key="k", Body=b"1", IfNoneMatch="*")["ETag"]
    for condition in ({"IfNoneMatch": "*"}, {"IfMatch": '"other"'}):
        with pytest.raises(ClientError) as refused:
            s3.put_object(Bucket=bucket, Key="k", Body=b"2", **condition)
        assert code(refused) == "PreconditionFailed"
    s3.put_object(Bucket=bucket, Key="k", Body=b"2", IfMatch=first)
    with pytest.raises(ClientError) as refused:
        s3.put_object(Bucket=bucket, Key="none", Body=b"2", IfMatch=first)
    assert code(refused) == "NoSuchKey"


def send_form(form: dict[str, Any], body: bytes) -> tuple[int, str]:
    """Post a form with a file; return the status and the answer."""
    boundary = uuid.uuid4().hex
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in form["fields"].items()
    ]
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n'
    data = "".join(parts).encode() + f"{head}\r\n".encode() + body + f"\r\n--{boundary}--".encode()
    kind = f"multipart/form-data; boundary={boundary}"
    request = urllib.request.Request(form["url"], data=data, headers={"Content-Type": kind})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return int(answer.status), answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_a_form_is_held_to_its_policy(aws: Execution, client: Client, bucket: str) -> None:
    signer = boto3.client(
        "s3",
        region_name="us-east-1",
        endpoint_url=aws.context.endpoint_url,
        aws_access_key_id="local",
        aws_secret_access_key="local",
        config=Config(signature_version="s3v4", s3={"addressing_style": "path"}),
    )

    def form() -> dict[str, Any]:
        made = signer.generate_presigned_post(
            bucket,
            "in/${filename}",
            Fields={"key": "in/a"},
            Conditions=[["content-length-range", 1, 5], ["starts-with", "$key", "in/"]],
        )
        made["fields"]["key"] = "in/a"
        return dict(made)

    assert send_form(form(), b"12345")[0] == 204
    assert client("s3").get_object(Bucket=bucket, Key="in/a")["Body"].read() == b"12345"
    status, answer = send_form(form(), b"123456")
    assert (status, "EntityTooLarge" in answer) == (400, True)
    moved = form()
    moved["fields"]["key"] = "out/a"
    status, answer = send_form(moved, b"1")
    assert (status, "Policy Condition failed" in answer) == (403, True)
    forged = form()
    document = json.loads(base64.b64decode(forged["fields"]["policy"]))
    document["conditions"] = document["conditions"][2:]
    forged["fields"]["policy"] = base64.b64encode(json.dumps(document).encode()).decode()
    status, answer = send_form(forged, b"1")
    assert (status, "SignatureDoesNotMatch" in answer) == (403, True)


def test_notifications_go_where_prefix_and_suffix_say(
    client: Client, bucket: str, queue: Callable[..., Queue]
) -> None:
    s3, sns, direct, by_topic = client("s3"), client("sns"), queue(), queue()
    topic = sns.create_topic(Name=bucket, Attributes=OPEN)["TopicArn"]
    sns.subscribe(
        TopicArn=topic,
        Protocol="sqs",
        Endpoint=by_topic.arn,
        Attributes={"RawMessageDelivery": "true"},
    )
    rules = [{"Name": "prefix", "Value": "in/"}, {"Name": "suffix", "Value": ".step"}]
    s3.put_bucket_notification_configuration(
        Bucket=bucket,
        NotificationConfiguration={
            "QueueConfigurations": [
                {
                    "QueueArn": direct.arn,
                    "Events": ["s3:ObjectCreated:*"],
                    "Filter": {"Key": {"FilterRules": rules}},
                }
            ],
            "TopicConfigurations": [{"TopicArn": topic, "Events": ["s3:ObjectRemoved:*"]}],
        },
    )
    assert json.loads(direct.take()[0]["Body"])["Event"] == "s3:TestEvent"
    assert json.loads(by_topic.take()[0]["Body"])["Event"] == "s3:TestEvent"
    for key in ("in/a b.step", "in/a.txt", "out/a.step"):
        s3.put_object(Bucket=bucket, Key=key, Body=b"data")
    s3.delete_object(Bucket=bucket, Key="out/a.step")
    (message,) = direct.take(2, limit_s=0.4)
    (record,) = json.loads(message["Body"])["Records"]
    assert record["eventName"] == "ObjectCreated:Put"
    assert record["s3"]["object"]["key"] == "in/a+b.step"
    assert record["s3"]["object"]["size"] == 4
    assert record["s3"]["bucket"]["arn"] == f"arn:aws:s3:::{bucket}"
    (removed,) = json.loads(by_topic.take()[0]["Body"])["Records"]
    assert removed["eventName"] == "ObjectRemoved:Delete"
    assert "size" not in removed["s3"]["object"]


def test_removals_in_a_versioned_bucket_are_told_apart(
    client: Client, bucket: str, queue: Callable[..., Queue]
) -> None:
    s3, there = client("s3"), queue()
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    versions = [
        s3.put_object(Bucket=bucket, Key="k", Body=body)["VersionId"] for body in (b"1", b"2")
    ]
    s3.put_bucket_notification_configuration(
        Bucket=bucket,
        NotificationConfiguration={
            "QueueConfigurations": [{"QueueArn": there.arn, "Events": ["s3:ObjectRemoved:*"]}]
        },
    )
    there.take()
    marker = s3.delete_object(Bucket=bucket, Key="k")["VersionId"]
    s3.delete_object(Bucket=bucket, Key="k", VersionId=versions[0])
    s3.delete_object(Bucket=bucket, Key="k", VersionId=marker)
    assert s3.get_object(Bucket=bucket, Key="k")["Body"].read() == b"2"
    names = sorted(
        json.loads(message["Body"])["Records"][0]["eventName"] for message in there.take(3)
    )
    assert names == [
        "ObjectRemoved:Delete", "ObjectRemoved:Delete", "ObjectRemoved:DeleteMarkerCreated",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "rule",
    [
        {"Filter": {"ObjectSizeGreaterThan": 5}, "Expiration": {"Days": 1}},
        {
            "Filter": {"Prefix": ""},
            "NoncurrentVersionExpiration": {"NoncurrentDays": 1, "NewerNoncurrentVersions": 2},
        },
    ],
)
def test_lifecycle_rules_that_would_end_too_much_are_refused(
    client: Client, bucket: str, rule: dict[str, Any]
) -> None:
    rules = [{"ID": "r", "Status": "Enabled", **rule}]
    with pytest.raises(ClientError) as refused:
        client("s3").put_bucket_lifecycle_configuration(
            Bucket=bucket, LifecycleConfiguration={"Rules": rules}
        )
    assert code(refused) == "NotImplemented"
