"""The answer of a Lambda authorizer.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html
"""

from __future__ import annotations

import re
from typing import Literal, TypedDict

from twin.access.roles import allowed_routes
from twin.api.routes import Role

PATH_PARAMETER = re.compile(r"\{[^}]+\}")


class Statement(TypedDict):
    """One statement of the policy."""

    Action: Literal["execute-api:Invoke"]
    Effect: Literal["Allow"]
    Resource: list[str]


class PolicyDocument(TypedDict):
    """An IAM policy document."""

    Version: Literal["2012-10-17"]
    Statement: list[Statement]


class Authorization(TypedDict):
    """Who the caller is and what they may invoke."""

    principalId: str
    policyDocument: PolicyDocument
    context: dict[str, str]


def authorize(*, subject: str, name: str, role: Role, method_arn: str) -> Authorization:
    """Allow all that the role may call.

    API Gateway keeps the answer for the token and uses it for every method, so the policy names
    them all and not only the one of `method_arn`.
    """
    api, stage = method_arn.split("/")[:2]
    resources = [
        f"{api}/{stage}/{route.method}{PATH_PARAMETER.sub('*', route.path)}"
        for route in allowed_routes(role)
    ]
    return {
        "principalId": subject,
        "policyDocument": {
            "Version": "2012-10-17",
            "Statement": [
                {"Action": "execute-api:Invoke", "Effect": "Allow", "Resource": resources}
            ],
        },
        "context": {"subject": subject, "name": name, "role": role},
    }
