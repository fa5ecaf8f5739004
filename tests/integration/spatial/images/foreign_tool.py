"""A program that knows nothing of this repository, and speaks the contract of jobs all the same."""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import sys
from typing import TYPE_CHECKING

import boto3

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


def split(address: str) -> tuple[str, str]:
    bucket, _, key = address.removeprefix("s3://").partition("/")
    return bucket, key


def put(s3: S3Client, address: str, content: bytes, media_type: str) -> str:
    """Write one object in one request, with its SHA-256; return that in hexadecimal."""
    bucket, key = split(address)
    digest = hashlib.sha256(content).digest()
    s3.put_object(
        Bucket=bucket,
        Key=key,
        Body=content,
        ContentType=media_type,
        ChecksumSHA256=base64.b64encode(digest).decode(),
    )
    return digest.hex()


def main() -> int:
    parser = argparse.ArgumentParser()
    for name in (
        *("source", "sha256", "output", "error", "converter"),
        *("tool-digest", "parameters", "media-types"),
    ):
        parser.add_argument(f"--{name}", required=True)
    job, _others = parser.parse_known_args()
    s3 = boto3.client("s3")
    bucket, key = split(job.source)
    source = s3.get_object(Bucket=bucket, Key=key)["Body"].read()
    if b"\0" in source:
        error = {"code": "NOT_TEXT", "message": "a table is text"}
        put(s3, job.error, json.dumps({"error": error}).encode(), "application/json")
        return 10
    name, media_type = next(iter(json.loads(job.media_types).items()))
    derivative = json.dumps({"rows": source.count(b"\n")}).encode()
    digest = put(s3, f"{job.output}/{name}", derivative, media_type)
    parameters = json.loads(job.parameters)
    canonical = json.dumps(parameters, sort_keys=True, separators=(",", ":"))
    manifest = {
        "recipe": {
            "source_sha256": job.sha256,
            "converter": job.converter,
            "tool_digest": job.tool_digest,
            "parameters_digest": hashlib.sha256(canonical.encode()).hexdigest(),
        },
        "parameters": parameters,
        "files": [
            {
                "file_name": name,
                "media_type": media_type,
                "size_bytes": len(derivative),
                "sha256": digest,
            }
        ],
        "facts": {"rows": source.count(b"\n")},
    }
    put(s3, f"{job.output}/manifest.json", json.dumps(manifest).encode(), "application/json")
    return 0


if __name__ == "__main__":
    sys.exit(main())
