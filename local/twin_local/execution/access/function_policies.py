"""What services need to invoke functions.

A service that has no role to act as (API Gateway, Cognito, EventBridge rules, S3, SNS, AWS IoT)
may invoke what a statement of the function's policy allows to its principal.
https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
"""

from __future__ import annotations

INVOKE = "lambda:InvokeFunction"


class InvocationDenied(Exception):
    """The policy of a function does not let a service invoke it; the text is AWS's."""
