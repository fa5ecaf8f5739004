"""The code of an error answer, wherever the service's protocol puts it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence

Headers = Sequence[tuple[str, str]]
TYPE_HEADERS = ("x-amzn-errortype", "x-amz-error-code", "x-amzn-query-error")
XML_CODE = re.compile(rb"<Code>([^<]{1,200})</Code>")
JSON_KEYS = ("__type", "code", "Code")
LONGEST_READ = 64 * 1024
"""Errors of services are short; what is longer is an application's own answer."""


def code_of(status: int, headers: Headers, body: bytes) -> str:
    """Return the error's code, such as `AccessDenied`; `HTTP 404` where the answer names none."""
    for name, value in headers:
        if name.lower() in TYPE_HEADERS and value:
            return _bare(value)
    if found := XML_CODE.search(body[:LONGEST_READ]):
        return found[1].decode("utf-8", "replace")
    return _json_code(body) or f"HTTP {status}"


def whole(answer: Iterable[bytes]) -> list[bytes]:
    """Read an answer to its end, and close it."""
    try:
        return list(answer)
    finally:
        getattr(answer, "close", lambda: None)()


def _json_code(body: bytes) -> str:
    if len(body) > LONGEST_READ or not body.lstrip().startswith(b"{"):
        return ""
    try:
        told = json.loads(body)
    except ValueError:
        return ""
    found = (told.get(key) for key in JSON_KEYS)
    return next((_bare(code) for code in found if isinstance(code, str) and code), "")


def _bare(code: str) -> str:
    """Return `Name` of `namespace#Name:http://…` and of `Name;Sender`."""
    return re.split(r"[:;]", code.rpartition("#")[2])[0][:200]
