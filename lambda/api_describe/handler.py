"""GET /openapi.json, /problems, /problems/{code} and /site."""

from __future__ import annotations

import json
from typing import Any, cast

from api_describe.problems import find_problem_type, problem_types
from twin.api.openapi import openapi
from twin_runtime.http import Body, ProxyResponse, Request, serve
from twin_runtime.site import site

API_VERSION = "1"


def handler(event: dict[str, Any], context: object) -> ProxyResponse:
    """Serve one request."""
    operations = {
        "describeApi": _describe,
        "listProblems": _problems,
        "getProblem": _problem,
        "getSite": _site,
    }
    return serve(event, operations)


def _describe(request: Request) -> Body:
    return openapi(title=f"Digital twin of {site().title}", version=API_VERSION)


def _problems(_request: Request) -> Body:
    return {"problems": problem_types()}


def _problem(request: Request) -> Body:
    return find_problem_type(request.path["code"])


def _site(request: Request) -> Body:
    document = json.loads(site().to_json())
    del document["access"]  # who may do what is told by its own operations, not to every viewer
    return cast("Body", document)
