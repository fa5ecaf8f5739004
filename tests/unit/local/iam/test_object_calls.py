"""A request to S3 is read with what stands in its address: path and query."""

from __future__ import annotations

from werkzeug.test import EnvironBuilder

from twin_local.execution.access.calls import Signer, read_call
from twin_local.execution.access.resources import needs

SIGNER = Signer("key", "us-east-1", "s3")


def test_the_removal_of_a_version_is_not_that_of_the_object() -> None:
    for query, action in (("versionId=v1", "s3:DeleteObjectVersion"), ("", "s3:DeleteObject")):
        environ = EnvironBuilder("/bucket/a/b", method="DELETE", query_string=query).get_environ()
        call = read_call(environ, SIGNER, "111111111111")

        assert needs(call) == [(action, "arn:aws:s3:::bucket/a/b")]


def test_the_content_of_an_object_is_not_read() -> None:
    environ = EnvironBuilder("/bucket/key", method="PUT", data=b"content").get_environ()
    call = read_call(environ, SIGNER, "111111111111")

    assert (call.operation, dict(call.parameters)) == (
        "PutObject",
        {"Bucket": "bucket", "Key": "key"},
    )
    assert environ["wsgi.input"].read() == b"content"
