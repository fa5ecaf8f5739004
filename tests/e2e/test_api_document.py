"""Every operation does what the API's document says, for whatever the document lets callers send.

Requests are generated from the document that the running twin serves, valid ones and ones that
break one of its rules, the same in every run. No answer may be a server error, and status, media
type, headers, body and code of every answer must be described.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest
import requests
import schemathesis.openapi
import urllib3
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.schemas import BaseSchema

from tests.e2e.api_document import sharpened, undescribed_codes
from tests.twin_process import Twin
from twin.api.routes import ROUTES, Route
from twin_local.cli.client import ApiClient
from twin_local.cli.profile import local

EXAMPLES = 8
"""Of each operation and mode: all of them together take about a minute."""

TOO_LONG = 414
LONGEST_ADDRESS = 8192
"""Of CloudFront: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html"""

load_all_checks()
ALWAYS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
)
NEGATIVE = (*ALWAYS, "negative_data_rejection")


@dataclass(frozen=True)
class Api:
    """The API of the running twin, its document, and a token that may do everything."""

    url: str
    schema: BaseSchema
    token: str
    document: dict[str, Any]

    def check(self, case: Case[Any], checks: tuple[str, ...]) -> None:
        """Send one request and check the answer to it."""
        headers = {**dict(case.headers or {}), "Authorization": f"Bearer {self.token}"}
        response = case.call(base_url=self.url, headers=headers, session=SESSION)
        if response.status_code == TOO_LONG:  # no such request reaches the API
            assert len(str(response.request.url)) > LONGEST_ADDRESS
            return
        chosen: list[Any] = [CHECKS.get_one(name) for name in checks]
        case.validate_response(response, checks=chosen)
        operation_id = case.operation.definition.raw["operationId"]
        if response.status_code >= 400:
            body = json.loads(response.content)
            said = f"{operation_id}: {response.status_code} {body['code']} is not described"
            assert not undescribed_codes(self.document)(operation_id, response.status_code, body), (
                said
            )


SESSION = requests.Session()


@pytest.fixture(scope="session")
def api(twin: Twin) -> Api:
    """Return the API as its document describes it."""
    profile = local("admin", status_file=twin.state / "status.json")
    client = ApiClient(profile)
    answer = urllib3.request("GET", f"{profile.api_url}/openapi.json")
    document = sharpened(answer.json(), _existing(client))
    return Api(
        profile.api_url, schemathesis.openapi.from_dict(document), client.access_token, document
    )


def _existing(client: ApiClient) -> dict[str, list[str]]:
    """Return some of what exists, by the names of the parameters that name it."""
    site = client.call("getSite")
    return {
        "alias": [signal["alias"] for signal in site["signals"]][:6],
        "alarm_id": [alarm["id"] for alarm in site["alarms"]][:3],
        "node_id": [asset["id"] for asset in site["assets"]][:3],
        "from": [asset["id"] for asset in site["assets"]][:3],
        "to": [asset["id"] for asset in site["assets"]][-3:],
        "database_id": ["site"],
        "asset_key": ["station"],
        "file_path": [site["scene"][0]["source"]] if site["scene"] else [],
        "number": ["1"],
        "code": ["TOKEN_INVALID"],
        "run_id": [run["run_id"] for run in client.call("listRuns")["runs"]][:3],
    }


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.operation_id)
def test_it_does_what_its_description_says(route: Route, mode: GenerationMode, api: Api) -> None:
    operation = api.schema[route.path][route.method]
    if mode is GenerationMode.NEGATIVE and not _may_be_wrong(route, api):
        pytest.skip("nothing about this request can be wrong")
    checks = ALWAYS if mode is GenerationMode.POSITIVE else NEGATIVE

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def sent(case: Case[Any]) -> None:
        api.check(case, checks)

    sent()


def _may_be_wrong(route: Route, api: Api) -> bool:
    operation = api.document["paths"][route.path][route.method.lower()]
    return bool(operation["parameters"]) or "requestBody" in operation


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.operation_id)
def test_nobody_gets_in_without_a_token(route: Route, api: Api) -> None:
    path = route.path
    for name in ("{", "}"):
        path = path.replace(name, "")
    answer = urllib3.request(route.method, f"{api.url}{path}", retries=False)
    if route.role is None:
        assert answer.status in (200, 404)
        return
    assert (answer.status, answer.json()["code"]) == (401, "TOKEN_INVALID")
    assert answer.headers["content-type"] == "application/problem+json"
