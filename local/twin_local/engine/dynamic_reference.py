"""Dynamic references: texts of a template that stand for a secret or a parameter.

They stay as they are in what is known of a stack, and are resolved in the very call that needs the
value, as CloudFormation does.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from twin_local.engine.clients import Clients, OperationError
from twin_local.engine.json_value import Json

REFERENCE = re.compile(r"\{\{resolve:([a-z-]+):([^{}]+)\}\}")
SECRET = re.compile(
    r"(?P<id>arn:[^:]+:secretsmanager:[^:]*:[^:]*:secret:[^:]+|[^:]+)"
    r"(?::SecretString(?::(?P<key>[^:]*)(?::(?P<stage>[^:]*)(?::(?P<version>[^:]*))?)?)?)?"
)


def resolved(value: Json, clients: Clients) -> Json:
    """Return a value with what its dynamic references stand for.

    Raises:
        OperationError: there is no such secret or parameter, or the service is not known.
    """
    if isinstance(value, str):
        return REFERENCE.sub(lambda found: _value(found[1], found[2], clients), value)
    if isinstance(value, dict):
        return {key: resolved(item, clients) for key, item in value.items()}
    if isinstance(value, list):
        return [resolved(item, clients) for item in value]
    return value


def _value(service: str, name: str, clients: Clients) -> str:
    if service not in _READERS:
        known = ", ".join(sorted(_READERS))
        raise _unusable(service, name, f"references are to {known}")
    return _READERS[service](name, clients)


def _secret(name: str, clients: Clients) -> str:
    found = SECRET.fullmatch(name)
    if found is None:
        raise _unusable("secretsmanager", name, "it is not of the form secret-id:SecretString:key")
    wanted = {
        "SecretId": found["id"],
        **({"VersionStage": found["stage"]} if found["stage"] else {}),
        **({"VersionId": found["version"]} if found["version"] else {}),
    }
    text = str(clients.call("secretsmanager", "GetSecretValue", wanted).get("SecretString", ""))
    if not found["key"]:
        return text
    try:
        return str(json.loads(text)[found["key"]])
    except (ValueError, TypeError, KeyError) as error:
        raise _unusable("secretsmanager", name, f"the secret has no {found['key']}") from error


def _parameter(name: str, clients: Clients) -> str:
    answer = clients.call("ssm", "GetParameter", {"Name": name})
    return str(answer["Parameter"]["Value"])


def _unusable(service: str, name: str, problem: str) -> OperationError:
    return OperationError("ResolveReference", "ValidationError", f"{service}:{name}: {problem}")


_READERS: dict[str, Callable[[str, Clients], str]] = {
    "secretsmanager": _secret,
    "ssm": _parameter,
}
