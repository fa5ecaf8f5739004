"""Browser uploads by POST: the form is held to its signed policy.

https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from moto.s3.exceptions import S3ClientError
from moto.s3.responses import S3Response

from twin_local.execution.patching import original, replace
from twin_local.execution.signatures import FindSecret
from twin_local.execution.types import Json

UNCHECKED = frozenset({"file", "policy", "x-amz-signature", "awsaccesskeyid", "signature"})
"""Fields that no condition needs to name; nor do those that begin with `x-ignore-`."""


def install(
    find_secret: FindSecret, now: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> None:
    """Check forms that have a policy before moto stores what they bring."""
    post = original(S3Response, "_bucket_response_post")

    def checked(response: S3Response, request: Any, bucket_name: str) -> Any:
        form = {name.lower(): str(value) for name, value in response.form_data.items()}
        if "policy" in form:
            fields = form | {"bucket": bucket_name}
            check_signature(fields, find_secret)
            check_policy(fields, len(response.body or b""), now())
        return post(response, request, bucket_name)

    replace(S3Response, "_bucket_response_post", checked)


def check_signature(fields: Mapping[str, str], find_secret: FindSecret) -> None:
    """Require that the policy is signed with a key that is known.

    Raises:
        S3ClientError: it is not.
    """
    try:
        key, date, region, service, _ = fields["x-amz-credential"].split("/")
    except (KeyError, ValueError) as error:
        raise _denied("the form has no valid x-amz-credential") from error
    secret = find_secret(key, fields.get("x-amz-security-token"))
    if secret is None:
        raise S3ClientError(
            "InvalidAccessKeyId",
            "The AWS Access Key Id you provided does not exist in our records.",
        )
    signed = f"AWS4{secret}".encode()
    for part in (date, region, service, "aws4_request", fields["policy"]):
        signed = hmac.new(signed, part.encode(), hashlib.sha256).digest()
    if not hmac.compare_digest(signed.hex(), fields.get("x-amz-signature", "")):
        raise S3ClientError(
            "SignatureDoesNotMatch",
            "The request signature we calculated does not match the signature you provided."
            " Check your key and signing method.",
        )


def check_policy(fields: Mapping[str, str], size: int, now: datetime) -> None:
    """Require that a form meets its policy; `size` is that of the file in bytes.

    Raises:
        S3ClientError: the policy is over or no policy, a condition is not met, a field is named by
            none, or the file is too small or too large.
    """
    policy = _read(fields["policy"])
    expires = datetime.fromisoformat(str(policy["expiration"]).replace("Z", "+00:00"))
    if now >= expires:
        raise _denied("Policy expired.")
    named = {"bucket"}
    for condition in policy["conditions"]:
        named.add(_check_condition(condition, fields, size))
    for name in fields:
        if name not in named | UNCHECKED and not name.startswith("x-ignore-"):
            raise _denied(f"Extra input fields: {name}")


def _read(text: str) -> dict[str, Any]:
    try:
        policy: dict[str, Any] = json.loads(base64.b64decode(text, validate=True))
        _ = policy["expiration"], policy["conditions"]
    except (ValueError, KeyError, TypeError, binascii.Error) as error:
        raise S3ClientError(
            "InvalidPolicyDocument", "The content of the form does not meet the conditions"
            " specified in the policy document.",
        ) from error  # fmt: skip
    return policy


def _check_condition(condition: Json, fields: Mapping[str, str], size: int) -> str:
    """Check one condition, and return the field that it names."""
    if isinstance(condition, Mapping):
        ((name, value),) = condition.items()
        return _compare("eq", f"${name}", str(value), fields)
    kind, name, value = condition
    if kind == "content-length-range":
        _check_size(size, int(name), int(value))
        return "file"
    return _compare(str(kind), str(name), str(value), fields)


def _compare(kind: str, name: str, value: str, fields: Mapping[str, str]) -> str:
    field = name.removeprefix("$").lower()
    found = fields.get(field, "")
    is_met = found.startswith(value) if kind == "starts-with" else found == value
    if kind not in ("eq", "starts-with") or not is_met:
        shown = json.dumps([kind, name, value])
        raise _denied(f"Policy Condition failed: {shown}")
    return field


def _check_size(size: int, least: int, most: int) -> None:
    if size < least:
        raise S3ClientError(
            "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size"
        )
    if size > most:
        raise S3ClientError(
            "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size"
        )


def _denied(reason: str) -> S3ClientError:
    return S3ClientError("AccessDenied", f"Invalid according to Policy: {reason}")
