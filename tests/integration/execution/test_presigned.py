"""Presigned addresses are good for what was signed, as long as was said, and for nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import botocore.auth
import pytest
import urllib3
from botocore.config import Config

from tests.integration.execution.conftest import REGION, ROLE
from twin_local.execution.plant import Execution

BUCKET, KEY = "presigned", "a folder/ü & +.txt"


def s3_of_role(aws: Execution, **changed: str) -> Any:
    """Return the S3 client of a function with the role."""
    role = aws.credentials.of_role(ROLE)
    keys = {
        "aws_access_key_id": role.access_key_id,
        "aws_secret_access_key": role.secret_access_key,
        "aws_session_token": role.session_token,
    }
    return boto3.client(  # type: ignore[call-overload]
        "s3",
        region_name=REGION,
        endpoint_url=aws.context.endpoint_url,
        config=Config(signature_version="s3v4", s3={"addressing_style": "path"}),
        **(keys | changed),
    )


@pytest.fixture
def s3(aws: Execution, client: Callable[[str], Any]) -> Iterator[Any]:
    plain = client("s3")
    plain.create_bucket(Bucket=BUCKET)
    plain.put_object(Bucket=BUCKET, Key=KEY, Body=b"hello")
    yield s3_of_role(aws)
    for item in plain.list_objects_v2(Bucket=BUCKET).get("Contents", []):
        plain.delete_object(Bucket=BUCKET, Key=item["Key"])
    plain.delete_bucket(Bucket=BUCKET)


def get_url(s3: Any, seconds: int = 60) -> str:
    return str(
        s3.generate_presigned_url(
            "get_object", Params={"Bucket": BUCKET, "Key": KEY}, ExpiresIn=seconds
        )
    )


def send(method: str, url: str, **options: Any) -> tuple[int, str]:
    answer = urllib3.request(method, url, retries=False, **options)
    return answer.status, answer.data.decode()


def test_a_presigned_address_gives_its_object(s3: Any) -> None:
    assert send("GET", get_url(s3)) == (200, "hello")


def test_a_part_is_taken_with_the_checksum_that_was_signed_and_no_other(s3: Any) -> None:
    upload = s3.create_multipart_upload(Bucket=BUCKET, Key="parts", ChecksumAlgorithm="SHA256")
    digest = "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ="
    url = s3.generate_presigned_url(
        "upload_part",
        Params={
            "Bucket": BUCKET,
            "Key": "parts",
            "UploadId": upload["UploadId"],
            "PartNumber": 1,
            "ChecksumSHA256": digest,
        },
        ExpiresIn=60,
    )
    headers = {"x-amz-checksum-sha256": digest}
    assert send("PUT", url, body=b"hello", headers=headers)[0] == 200
    other = {"x-amz-checksum-sha256": digest.replace("L", "M", 1)}
    assert send("PUT", url, body=b"hello", headers=other)[0] in (400, 403)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("X-Amz-Expires=60", "X-Amz-Expires=6000"),
        ("/presigned/", "/presigned2/"),
        (".txt", ".tx"),
    ],
)
def test_a_changed_address_is_refused(s3: Any, old: str, new: str) -> None:
    url = get_url(s3)
    assert old in url
    status, body = send("GET", url.replace(old, new, 1))
    assert (status, "SignatureDoesNotMatch" in body) == (403, True)


def test_an_address_is_for_its_method_alone(s3: Any) -> None:
    status, body = send("PUT", get_url(s3), body=b"changed")
    assert (status, "SignatureDoesNotMatch" in body) == (403, True)
    assert send("GET", get_url(s3)) == (200, "hello")


def test_a_forged_signature_is_refused(s3: Any) -> None:
    head, _, signature = get_url(s3).partition("X-Amz-Signature=")
    status, _ = send("GET", f"{head}X-Amz-Signature={'0' * 64}{signature[64:]}")
    assert status == 403


@pytest.mark.parametrize(
    ("signed", "said"),
    [(timedelta(seconds=-70), "expired"), (timedelta(hours=1), "not valid yet")],
)
def test_an_address_has_its_time(
    s3: Any, monkeypatch: pytest.MonkeyPatch, signed: timedelta, said: str
) -> None:
    moment = datetime.now(UTC) + signed
    with monkeypatch.context() as patch:
        patch.setattr(botocore.auth, "get_current_datetime", lambda **_: moment)
        url = get_url(s3, seconds=60)
    status, body = send("GET", url)
    assert (status, said in body) == (403, True)


@pytest.mark.parametrize(
    "changed",
    [{"aws_access_key_id": "AKIAUNKNOWN"}, {"aws_session_token": "stolen"}],
)
def test_an_unknown_key_or_token_is_refused(
    aws: Execution, s3: Any, changed: dict[str, str]
) -> None:
    status, body = send("GET", get_url(s3_of_role(aws, **changed)))
    assert (status, "InvalidAccessKeyId" in body) == (403, True)


@pytest.mark.parametrize("part", ["X-Amz-Date", "X-Amz-Expires", "X-Amz-Credential"])
def test_an_address_that_lacks_a_part_is_refused(s3: Any, part: str) -> None:
    path, _, query = get_url(s3).partition("?")
    kept = "&".join(one for one in query.split("&") if not one.startswith(part))
    status, body = send("GET", f"{path}?{kept}")
    assert (status, "AuthorizationQueryParametersError" in body) == (400, True)


def test_more_than_seven_days_are_refused(s3: Any) -> None:
    assert send("GET", get_url(s3, seconds=604_801))[0] == 400


def test_signature_version_2_is_refused(aws: Execution, s3: Any) -> None:
    url = f"{aws.context.endpoint_url}/{BUCKET}/a?AWSAccessKeyId=A&Signature=B&Expires=1999999999"
    assert send("GET", url)[0] == 400


def test_a_browser_may_ask_before_it_puts_and_read_why_it_was_refused(s3: Any) -> None:
    url = s3.generate_presigned_url("put_object", Params={"Bucket": BUCKET, "Key": "page"})
    origin = {"Origin": "https://console.example.com"}
    rule = {"AllowedOrigins": [origin["Origin"]], "AllowedMethods": ["PUT"]}
    s3.put_bucket_cors(Bucket=BUCKET, CORSConfiguration={"CORSRules": [rule]})
    asked = urllib3.request(
        "OPTIONS", url, headers={**origin, "Access-Control-Request-Method": "PUT"}
    )
    assert asked.status == 200
    assert send("PUT", url, body=b"x", headers=origin)[0] == 200
    refused = urllib3.request("PUT", url.replace("page", "other"), headers=origin, body=b"x")
    assert refused.status == 403
    assert refused.headers["Access-Control-Allow-Origin"] == origin["Origin"]
