"""AddPermission, GetPolicy and RemovePermission: each qualifier of a function has its own policy.

moto keeps one list for a function and its versions, which is kept so; a statement's `Resource`
says for which qualifier it holds.
"""

from __future__ import annotations

import json
import uuid
from typing import Any

from moto.awslambda.exceptions import LambdaClientError
from moto.awslambda.models import LambdaBackend, LambdaFunction

from twin_local.execution.arns import ArnError, parse
from twin_local.execution.patching import replace

LATEST = "$LATEST"
LARGEST_POLICY_BYTES = 20 * 1024


def install() -> None:
    """Replace moto's operations on the policy of a function."""
    replace(LambdaBackend, "add_permission", add)
    replace(LambdaBackend, "get_policy", show)


def add(
    backend: LambdaBackend, function_name: str, qualifier: str | None, raw: str
) -> dict[str, Any]:
    """Add a statement and return it.

    Raises:
        LambdaClientError: 400, the policy becomes too large; 409, the statement id is taken; 412,
            the policy has changed.
    """
    request = json.loads(raw)
    function, resource = _resource(backend, function_name, qualifier)
    policy = function.policy
    if (revision := request.get("RevisionId")) and revision != policy.revision:
        raise _failed("PreconditionFailedException", 412, "The RevisionId provided does not match")
    taken = {one["Sid"] for one in policy.statements if one["Resource"] == resource}
    if request["StatementId"] in taken:
        message = (
            f"The statement id ({request['StatementId']}) provided already exists. Please provide"
            " a new statement id, or remove the existing statement."
        )
        raise _failed("ResourceConflictException", 409, message)
    statement = _statement(request, resource)
    _check_size(policy.statements, statement)
    policy.statements.append(statement)
    policy.revision = str(uuid.uuid4())
    return statement


def _check_size(statements: list[dict[str, Any]], added: dict[str, Any]) -> None:
    """Require that the policy of a function or qualifier is not too large with a statement."""
    same = [one for one in statements if one["Resource"] == added["Resource"]]
    document = {"Version": "2012-10-17", "Id": "default", "Statement": [*same, added]}
    size = len(json.dumps(document, separators=(",", ":")).encode())
    if size > LARGEST_POLICY_BYTES:
        limit = f"the limit ({LARGEST_POLICY_BYTES})"
        message = f"The final policy size ({size}) is bigger than {limit}."
        raise _failed("PolicyLengthExceededException", 400, message)


def show(backend: LambdaBackend, function_name: str, qualifier: str | None = None) -> str:
    """Return the policy of a function or of one of its qualifiers, in AWS's wire format.

    Raises:
        LambdaClientError: 404, it has none.
    """
    function, resource = _resource(backend, function_name, qualifier)
    statements = [one for one in function.policy.statements if one["Resource"] == resource]
    if not statements:
        message = "The resource you requested does not exist."
        raise _failed("ResourceNotFoundException", 404, message)
    document = {"Version": "2012-10-17", "Id": "default", "Statement": statements}
    return json.dumps({"Policy": json.dumps(document), "RevisionId": function.policy.revision})


def _resource(
    backend: LambdaBackend, name: str, qualifier: str | None
) -> tuple[LambdaFunction, str]:
    """Return a function and the ARN that statements about it or its qualifier have."""
    try:
        parts = parse(name).resource.split(":")
    except ArnError:
        parts = ["function", *name.split(":")[-2:]] if ":" in name else ["function", name]
    qualifier = parts[2] if len(parts) > 2 else qualifier
    backend.get_function(parts[1], qualifier)  # a qualifier that is not there is an error
    function = backend.get_function(parts[1])
    named = qualifier and qualifier != LATEST
    return function, f"{function.function_arn}:{qualifier}" if named else function.function_arn


def _statement(request: dict[str, Any], resource: str) -> dict[str, Any]:
    statement: dict[str, Any] = {
        "Sid": request["StatementId"],
        "Effect": "Allow",
        "Principal": _principal(str(request["Principal"])),
        "Action": request["Action"],
        "Resource": resource,
    }
    condition: dict[str, dict[str, str]] = {}
    if arn := request.get("SourceArn"):
        condition["ArnLike"] = {"AWS:SourceArn": arn}
    equal = {
        "AWS:SourceAccount": request.get("SourceAccount"),
        "aws:PrincipalOrgID": request.get("PrincipalOrgID"),
        "lambda:EventSourceToken": request.get("EventSourceToken"),
        "lambda:FunctionUrlAuthType": request.get("FunctionUrlAuthType"),
    }
    if given := {key: value for key, value in equal.items() if value}:
        condition["StringEquals"] = given
    return {**statement, "Condition": condition} if condition else statement


def _principal(name: str) -> str | dict[str, str]:
    if name == "*":
        return name
    if name.endswith(".amazonaws.com"):
        return {"Service": name}
    return {"AWS": f"arn:aws:iam::{name}:root" if name.isdigit() else name}


def _failed(code: str, status: int, message: str) -> LambdaClientError:
    error = LambdaClientError(code, message)
    error.code = status
    return error
