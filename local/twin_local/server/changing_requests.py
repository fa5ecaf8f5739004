"""Which requests to the AWS APIs may change what has to be kept."""

from __future__ import annotations

import io
import re
from typing import Any
from urllib.parse import parse_qs

Environ = dict[str, Any]

READING_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
READING_OPERATIONS = (
    "BatchGet",
    "Describe",
    "Get",
    "Head",
    "List",
    "Lookup",
    "Query",
    "Scan",
    "Search",
    "Simulate",
    "Test",
    "Validate",
)
WITHOUT_STATE = re.compile(
    r"^/2015-03-31/functions/[^/]+/invocations$"  # what a function changes, it changes by requests
    r"|^/v1/(describe|list)[a-z]+$"  # AWS Batch
    r"|^/topics/"  # retained messages are kept with a query, see below
)
READ_BODIES = ("application/x-www-form-urlencoded", "application/x-amz-json")
"""Types of the bodies that say which operation is called or what it changes; they are small."""

VALUES_PATH = "/properties"
"""Of BatchPutAssetPropertyValue of SiteWise."""

CBOR_OPERATION = re.compile(r"^/service/[^/]+/operation/(\w+)$")


def read_ahead(environ: Environ) -> None:
    """Read the body of a request that says in it what it does, and leave it to be read again."""
    if str(environ.get("CONTENT_TYPE", "")).startswith(READ_BODIES) or _puts_values(environ):
        body: bytes = environ["wsgi.input"].read()
        environ["wsgi.input"] = io.BytesIO(body)
        environ["twin.body"] = body


def _puts_values(environ: Environ) -> bool:
    return (environ["REQUEST_METHOD"], environ["PATH_INFO"]) == ("POST", VALUES_PATH)


def may_change(environ: Environ) -> bool:
    """Say whether a request may change something; when in doubt it may."""
    if environ["REQUEST_METHOD"] in READING_METHODS:
        return False
    path = str(environ["PATH_INFO"])
    if WITHOUT_STATE.match(path) and "retain=true" not in str(environ.get("QUERY_STRING", "")):
        return False
    return not _operation(environ, path).startswith(READING_OPERATIONS)


def _operation(environ: Environ, path: str) -> str:
    if target := str(environ.get("HTTP_X_AMZ_TARGET", "")):
        return target.rpartition(".")[2]
    if found := CBOR_OPERATION.match(path):
        return found[1]
    if str(environ.get("CONTENT_TYPE", "")).startswith(READ_BODIES[0]):
        form = parse_qs(environ.get("twin.body", b"").decode("utf-8", "replace"))
        return next(iter(form.get("Action", [])), "")
    return ""
