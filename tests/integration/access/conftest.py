"""The spatial functions with a caller whose groups give rights in one database only."""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from moto import mock_aws

from cedar_runtime.engine import site_engine
from tests.api_event import api_event
from tests.integration.spatial.conftest import _create_resources, site_document
from twin.access.principal import Principal
from twin.access.principal_context import to_context
from twin.access.site_access import GroupGrant, SiteAccess
from twin.api.routes import ROUTES, Route
from twin_runtime import clients
from twin_runtime.site import site

ADMIN = Principal("admin-1", "ada", "admin")
MALLORY = Principal("mallory-1", "mallory", None, groups=("Project-A",))
"""An engineer of database `alpha`, with no right in any other."""

ROUTE_OF = {route.operation_id: route for route in ROUTES}


@dataclass(frozen=True)
class Reply:
    """What an operation answered."""

    status: int
    text: str
    headers: Mapping[str, str]

    @property
    def body(self) -> Any:  # noqa: ANN401 - any JSON
        return json.loads(self.text)


def call(
    principal: Principal,
    operation_id: str,
    path: Mapping[str, str] | None = None,
    *,
    body: object = None,
    query: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Reply:
    """Call the function of an operation as API Gateway does."""
    route: Route = ROUTE_OF[operation_id]
    event = api_event(
        route.method,
        route.path,
        caller=to_context(principal),
        body=body,
        path=path,
        query=query,
        headers=headers,
    )
    answer = importlib.import_module(f"{route.function}.handler").handler(event, None)
    return Reply(answer["statusCode"], answer["body"], answer["headers"])


@pytest.fixture(scope="module")
def site_of_two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Prepare databases `alpha` and `beta`, an asset with alias, tag, link in each."""
    folder = tmp_path_factory.mktemp("site")
    access = SiteAccess(groups=(GroupGrant("Project-A", "engineer", ("alpha",)),))
    (folder / "site.json").write_text(site_document(access).to_json(), encoding="utf-8")
    variables = {
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
        "LAMBDA_TASK_ROOT": str(folder),
        "CATALOG_TABLE": "catalog",
        "UPLOADS_BUCKET": "uploads",
        "ASSETS_BUCKET": "assets",
        "EVENT_BUS_NAME": "default",
        "CONVERTER_IMAGES": "{}",
        "USER_POOL_ID": "us-east-1_Example",
        "ACCESS_KEYS_TABLE": "catalog",
    }
    _forget()
    with pytest.MonkeyPatch.context() as patch, mock_aws():
        patch.delenv("AWS_ENDPOINT_URL", raising=False)
        for name, value in variables.items():
            patch.setenv(name, value)
        _create_resources()
        _fill(folder)
        yield
    _forget()


def _fill(_: Path) -> None:
    for database in ("alpha", "beta"):
        _made("createDatabase", {}, {"database_id": database, "title": database})
        for asset in ("own", "pump"):
            body = {"asset_key": asset, "title": "Cooling pump", "tags": ["hidden"]}
            _made("createAsset", {"database_id": database}, body)
        place = {"database_id": database, "asset_key": "pump"}
        _made("addAlias", place, {"alias": "p-1"})
        _made("createLink", place, {"kind": "related", "database_id": database, "asset_key": "own"})


def _made(operation_id: str, path: Mapping[str, str], body: object) -> None:
    reply = call(ADMIN, operation_id, path, body=body)
    assert reply.status in (200, 201), reply.text


def _forget() -> None:
    for cached in (clients.s3, clients.dynamodb, clients.events, site, site_engine):
        cached.cache_clear()
