"""Get the template of a request, and the values of its parameters."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote, urlsplit

import yaml

from twin_local.engine.clients import Clients, OperationError
from twin_local.services.cloudformation.exceptions import (
    InsufficientCapabilitiesException,
    ValidationError,
)
from twin_local.services.cloudformation.model import Json
from twin_local.services.cloudformation.yaml_template import load_yaml

LARGEST_BODY_BYTES, LARGEST_OBJECT_BYTES = 51_200, 1_000_000
"""Of a template in a request, and of one in a bucket.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
"""

TOO_LONG = (
    "1 validation error detected: Value at 'templateBody' failed to satisfy constraint: Member must"
    f" have length less than or equal to {LARGEST_BODY_BYTES}"
)
IAM_TYPES = ("AWS::IAM::",)
NAMES = ("RoleName", "UserName", "GroupName", "ManagedPolicyName", "InstanceProfileName")
"""Properties whose use makes the deployment of IAM resources need the greater capability."""


def read_template(request: Json, clients: Clients, previous: Json | None = None) -> Json:
    """Return the template that a request gives, names or keeps.

    Raises:
        ValidationError: there is none, it is too large, or it is neither JSON nor YAML.
    """
    if request.get("UsePreviousTemplate"):
        if previous is None:
            raise ValidationError("there is no previous template")
        return previous
    text = request.get("TemplateBody")
    if text is not None and len(text.encode()) > LARGEST_BODY_BYTES:
        raise ValidationError(TOO_LONG)
    if text is None and (url := request.get("TemplateURL")):
        text = _download(url, clients)
    if text is None:
        raise ValidationError("Either Template URL or Template Body must be specified.")
    return parse_template(text)


def parse_template(text: str) -> Json:
    """Read a template in JSON or YAML, with the short forms of the intrinsic functions.

    Raises:
        ValidationError: it is neither, or has no resources.
    """
    try:
        template = json.loads(text) if text.lstrip().startswith("{") else load_yaml(text)
    except (ValueError, yaml.YAMLError) as error:
        raise ValidationError(f"Template format error: {error}") from error
    if not isinstance(template, dict) or not isinstance(template.get("Resources"), dict):
        raise ValidationError("Template format error: At least one Resources member is required.")
    if not template["Resources"]:
        raise ValidationError(
            "Template format error: At least one Resources member must be defined."
        )
    for name, body in template["Resources"].items():
        if not isinstance(body, dict) or not isinstance(body.get("Type"), str):
            raise ValidationError(f"Template format error: [/Resources/{name}] has no Type")
    return template


def parameters_of(request: Json, template: Json, kept: dict[str, str]) -> dict[str, str]:
    """Return the values that a request gives, or keeps, by name.

    Raises:
        ValidationError: the template does not have such a parameter, or needs one more.
    """
    declared = template.get("Parameters", {})
    given = {}
    for parameter in request.get("Parameters") or []:
        name = parameter["ParameterKey"]
        if not parameter.get("UsePreviousValue"):
            given[name] = parameter.get("ParameterValue", "")
        elif name in kept:
            given[name] = kept[name]
    if unknown := sorted(set(given) - set(declared)):
        raise ValidationError(f"Parameters: [{', '.join(unknown)}] do not exist in the template")
    missing = sorted(
        name for name, body in declared.items() if name not in given and "Default" not in body
    )
    if missing:
        raise ValidationError(f"Parameters: [{', '.join(missing)}] must have values")
    return given


def require_capabilities(template: Json, request: Json) -> None:
    """Require that who deploys roles says so.

    Raises:
        InsufficientCapabilitiesException: the request does not.
    """
    made = [one for one in template["Resources"].values() if one["Type"].startswith(IAM_TYPES)]
    given = set(request.get("Capabilities") or [])
    if not made or "CAPABILITY_NAMED_IAM" in given:
        return
    named = any(name in body.get("Properties", {}) for body in made for name in NAMES)
    if named or "CAPABILITY_IAM" not in given:
        needed = "CAPABILITY_NAMED_IAM" if named else "CAPABILITY_IAM"
        raise InsufficientCapabilitiesException(f"Requires capabilities : [{needed}]")


def summary_of(template: Json) -> list[Json]:
    """Return how a template declares its parameters."""
    return [
        {
            "ParameterKey": name,
            "ParameterType": body.get("Type", "String"),
            "NoEcho": bool(body.get("NoEcho")),
            **({"DefaultValue": str(body["Default"])} if "Default" in body else {}),
            **({"Description": body["Description"]} if "Description" in body else {}),
        }
        for name, body in template.get("Parameters", {}).items()
    ]


def _download(url: str, clients: Clients) -> str:
    bucket, key = object_of(url)
    try:
        answer: Any = clients.call("s3", "GetObject", {"Bucket": bucket, "Key": key})
    except OperationError as error:
        raise ValidationError(f"S3 error: {error.message}") from error
    content: bytes = answer["Body"].read()
    if len(content) > LARGEST_OBJECT_BYTES:
        raise ValidationError(f"Template may not exceed {LARGEST_OBJECT_BYTES} bytes in size.")
    return content.decode()


def object_of(url: str) -> tuple[str, str]:
    """Return bucket and key of an address in either style; this machine's are in path style."""
    parts = urlsplit(url)
    host, path = parts.hostname or "", unquote(parts.path.lstrip("/"))
    bucket, marker, _ = host.partition(".s3")
    if marker and bucket:
        return bucket, path
    bucket, _, key = path.partition("/")
    return bucket, key
