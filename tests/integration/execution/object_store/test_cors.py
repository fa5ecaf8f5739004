"""Which pages may read a bucket's answers: rules evaluated as S3 does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import boto3
import pytest
import urllib3
from botocore.config import Config

from tests.integration.execution.conftest import CONSOLE_PORT, REGION
from twin_local.execution.plant import Execution

CONSOLE = f"http://127.0.0.1:{CONSOLE_PORT}"
RULES: list[dict[str, Any]] = [
    {
        "AllowedOrigins": ["https://console.example.com"],
        "AllowedMethods": ["PUT"],
        "AllowedHeaders": ["X-Amz-Checksum-*", "content-type"],
        "ExposeHeaders": ["ETag"],
        "MaxAgeSeconds": 60,
    },
    {"AllowedOrigins": ["https://*.example.org"], "AllowedMethods": ["GET"]},
]
Ask = Callable[..., urllib3.BaseHTTPResponse]


@pytest.fixture
def ask(aws: Execution, client: Any) -> Ask:
    """Return a page's question to an object of a bucket with `RULES`."""
    s3 = client("s3")
    s3.create_bucket(Bucket="read-by-pages")
    s3.put_object(Bucket="read-by-pages", Key="part", Body=b"bytes")
    s3.put_bucket_cors(Bucket="read-by-pages", CORSConfiguration={"CORSRules": RULES})
    http = urllib3.PoolManager()
    signing = boto3.client(
        "s3",
        region_name=REGION,
        endpoint_url=aws.context.endpoint_url,
        aws_access_key_id="local",
        aws_secret_access_key="local",
        config=Config(signature_version="s3v4", s3={"addressing_style": "path"}),
    )

    def question(method: str, **headers: str) -> urllib3.BaseHTTPResponse:
        action = "put_object" if method == "OPTIONS" else "get_object"
        url = signing.generate_presigned_url(
            action, Params={"Bucket": "read-by-pages", "Key": "part"}
        )
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return http.request(method, url, headers=named, retries=False)

    return question


def preflight(ask: Ask, origin: str, method: str = "PUT", headers: str = "content-type") -> Any:
    return ask(
        "OPTIONS",
        Origin=origin,
        Access_Control_Request_Method=method,
        Access_Control_Request_Headers=headers,
    )


def test_the_rule_of_the_origin_answers_a_preflight(ask: Ask) -> None:
    answer = preflight(ask, "https://console.example.com", headers="x-amz-checksum-sha256")
    assert answer.status == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "https://console.example.com"
    assert answer.headers["Access-Control-Allow-Methods"] == "PUT"
    assert answer.headers["Access-Control-Allow-Headers"] == "x-amz-checksum-sha256"
    assert answer.headers["Access-Control-Expose-Headers"] == "ETag"
    assert answer.headers["Access-Control-Max-Age"] == "60"


@pytest.mark.parametrize(
    ("origin", "method", "headers"),
    [
        ("https://console.example.com.evil.example", "PUT", "content-type"),
        ("https://console.example.com", "DELETE", "content-type"),
        ("https://console.example.com", "PUT", "authorization"),
        ("https://a.example.org", "PUT", "content-type"),
        ("http://127.0.0.1:1", "PUT", "content-type"),
    ],
)
def test_what_no_rule_names_is_refused(ask: Ask, origin: str, method: str, headers: str) -> None:
    answer = preflight(ask, origin, method, headers)
    assert answer.status == 403
    assert b"CORSResponse" in answer.data
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_an_answer_says_who_may_read_it(ask: Ask) -> None:
    allowed = ask("GET", Origin="https://a.example.org")
    assert (allowed.status, allowed.data) == (200, b"bytes"), allowed.data
    assert allowed.headers["Access-Control-Allow-Origin"] == "https://a.example.org"
    other = ask("GET", Origin="https://console.example.com")
    assert "Access-Control-Allow-Origin" not in other.headers


def test_every_page_may_call_services_that_no_bucket_is_asked_of(aws: Execution) -> None:
    answer = urllib3.request(
        "OPTIONS",
        f"{aws.context.endpoint_url}/",
        headers={
            "Origin": CONSOLE,
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "content-type,x-amz-target",
        },
    )
    assert answer.status == 200
    assert answer.headers["Access-Control-Allow-Origin"] == CONSOLE
    assert answer.headers["Access-Control-Allow-Headers"] == "content-type,x-amz-target"


def test_the_console_s_page_stands_for_that_of_the_distribution(
    aws: Execution, client: Any, ask: Ask
) -> None:
    refused = preflight(ask, CONSOLE)
    assert refused.status == 403
    made = client("cloudfront").create_distribution(
        DistributionConfig={
            "CallerReference": "console",
            "Comment": "",
            "Enabled": True,
            "Origins": {
                "Quantity": 1,
                "Items": [{"Id": "api", "DomainName": "api.example.com"}],
            },
            "DefaultCacheBehavior": {
                "TargetOriginId": "api",
                "ViewerProtocolPolicy": "allow-all",
            },
        }
    )
    distribution = made["Distribution"]
    rule = {**RULES[0], "AllowedOrigins": [f"https://{distribution['DomainName']}"]}
    client("s3").put_bucket_cors(Bucket="read-by-pages", CORSConfiguration={"CORSRules": [rule]})
    answer = preflight(ask, CONSOLE)
    assert answer.status == 200
    assert answer.headers["Access-Control-Allow-Origin"] == CONSOLE
    client("cloudfront").delete_distribution(Id=distribution["Id"], IfMatch=made["ETag"])
