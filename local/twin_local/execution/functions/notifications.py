"""S3 invokes functions asynchronously, as the functions' policies allow.

moto invokes them inside PutObject and swallows what goes wrong.
"""

from __future__ import annotations

import logging
from typing import Any

from moto.awslambda.exceptions import UnknownFunctionException
from moto.s3 import notifications

from twin_local.execution.access.callers import ServiceCaller
from twin_local.execution.access.function_policies import InvocationDenied
from twin_local.execution.functions.invoker import Invoker
from twin_local.execution.patching import replace

LOG = logging.getLogger(__name__)


def install(invoker: Invoker) -> None:
    """Replace how buckets invoke functions; who puts an object does not learn of a refusal."""

    def invoke_for_bucket(account: str, body: dict[str, Any], arn: str, region: str) -> None:
        bucket = body["Records"][0]["s3"]["bucket"]["arn"]
        caller = ServiceCaller("s3.amazonaws.com", bucket, account)
        try:
            invoker.submit(arn, body, caller)
        except (InvocationDenied, UnknownFunctionException) as error:
            LOG.error("%s: %s is not invoked: %s", bucket, arn, error)

    replace(notifications, "_invoke_awslambda", invoke_for_bucket)
