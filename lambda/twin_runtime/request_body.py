"""The body of a request: a JSON object that has no fields but those of its operation."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from twin.api.bodies import BODIES
from twin.api.fields import unknown_fields
from twin_runtime.errors import BodyInvalid, BodyUnknownField


def read_object(operation_id: str, text: str) -> Mapping[str, Any]:
    """Return the body of an operation's request.

    Raises:
        BodyInvalid: it is no JSON object (RFC 8259), or has text that UTF-8 cannot write.
        BodyUnknownField: it has a field that the operation does not take.
    """
    value = _parsed(text)
    if not isinstance(value, dict):
        raise BodyInvalid(
            "the body is not a JSON object",
            found=type(value).__name__,
            expected="a JSON object",
            where="body",
        )
    _check_fields(operation_id, value)
    return value


def _parsed(text: str) -> object:
    try:
        value = json.loads(text or "null", parse_constant=_no_constant)
        json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as problem:
        raise BodyInvalid(
            "the body is not JSON",
            found=ascii(str(problem))[:200],
            expected="a JSON object",
            where="body",
        ) from problem
    return value


def _no_constant(name: str) -> object:
    raise ValueError(f"{name} is no JSON")


def _check_fields(operation_id: str, value: Mapping[str, Any]) -> None:
    for where, known in unknown_fields(BODIES[operation_id].request, value):
        raise BodyUnknownField(
            "the body has a field that this operation does not take",
            found=ascii(where)[:80],
            expected=", ".join(known) or "no fields",
            where=ascii(where)[1:81].rstrip("'"),
        )
