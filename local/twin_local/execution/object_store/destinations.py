"""S3 takes a notification configuration only where it may send to each of its destinations.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from moto.s3.exceptions import S3ClientError
from moto.s3.models import FakeBucket
from moto.s3.responses import S3Response

from twin_local.execution.access.callers import ServiceCaller
from twin_local.execution.access.function_policies import INVOKE
from twin_local.execution.access.guard import AccessDenied
from twin_local.execution.patching import original, replace

Require = Callable[[ServiceCaller, str, str], None]
"""Require that a service may do an action on a resource; raises AccessDenied."""

KINDS: Mapping[str, tuple[str, str]] = {
    "TopicConfiguration": ("Topic", "sns:Publish"),
    "QueueConfiguration": ("Queue", "sqs:SendMessage"),
    "CloudFunctionConfiguration": ("CloudFunction", INVOKE),
}
"""What a configuration calls a destination, and what S3 must be allowed on it."""

SKIP = "x-amz-skip-destination-validation"


class DestinationRefused(S3ClientError):
    """A destination does not let S3 send."""

    def __init__(self) -> None:
        super().__init__(
            "InvalidArgument", "Unable to validate the following destination configurations"
        )


def install(require: Require) -> None:
    """Check destinations where moto takes a configuration, unless the request says not to."""
    read = original(S3Response, "_notification_config_from_body")
    assign = original(FakeBucket, "set_notification_configuration")

    def read_configuration(response: S3Response) -> dict[str, Any]:
        given: dict[str, Any] = read(response)
        unchecked = str(response.headers.get(SKIP, "")).lower() == "true"
        return {**given, SKIP: True} if unchecked else given

    def set_configuration(bucket: FakeBucket, given: dict[str, Any] | None) -> None:
        if given and not given.get(SKIP):
            _check(bucket, given, require)
        assign(bucket, given)

    replace(S3Response, "_notification_config_from_body", read_configuration)
    replace(FakeBucket, "set_notification_configuration", set_configuration)


def _check(bucket: FakeBucket, given: Mapping[str, Any], require: Require) -> None:
    caller = ServiceCaller("s3.amazonaws.com", bucket.arn, bucket.account_id)
    for kind, (name, action) in KINDS.items():
        for one in given.get(kind, []):
            try:
                require(caller, action, one[name])
            except AccessDenied as error:
                raise DestinationRefused from error
