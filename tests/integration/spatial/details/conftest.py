"""The catalogue and its details over a table inside this process, as API Gateway calls them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from moto import mock_aws

from cedar_runtime.engine import site_engine
from spatial_assets.handler import handler as assets
from spatial_details.handler import handler as details
from tests.api_event import api_event
from tests.integration.spatial.conftest import site_document
from tests.tables import create_table
from twin.access.principal import Principal
from twin.access.principal_context import to_context
from twin.access.site_access import SiteAccess, SitePolicy
from twin.api.routes import ROUTES, Role, Route
from twin_runtime import clients
from twin_runtime.site import site

SECRET = SitePolicy(
    policy_id="site:access.cedar:secret",
    effect="forbid",
    text='forbid (principal, action, resource is Asset) when { resource.tags.contains("secret") }'
    ' unless { principal in Role::"admin" };',
    source="access.cedar:1",
)
ROUTE_OF = {route.operation_id: route for route in ROUTES}
Json = dict[str, Any]


@dataclass(frozen=True)
class Reply:
    """What an operation answered."""

    status: int
    body: Any
    headers: dict[str, str]

    @property
    def code(self) -> str:
        return str(self.body.get("code", ""))


@dataclass
class Catalogue:
    """Calls operations as a user."""

    subject: str = "ana"
    role: Role = "engineer"
    path: dict[str, str] = field(default_factory=lambda: {"database_id": "plant"})

    def by(self, subject: str, role: Role) -> Catalogue:
        """Return the same for another user."""
        return Catalogue(subject, role, self.path)

    def call(
        self,
        operation_id: str,
        body: object = None,
        *,
        query: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
        **path: object,
    ) -> Reply:
        """Call an operation; names in the path are percent-encoded, as clients send them."""
        route = ROUTE_OF[operation_id]
        principal = Principal(subject=self.subject, name=self.subject.title(), role=self.role)
        event = api_event(
            route.method,
            route.path,
            caller=to_context(principal),
            body=body,
            path={**self.path, **path},
            query=query,
            headers=headers,
        )
        answer = _function(route)(event, None)
        return Reply(answer["statusCode"], json.loads(answer["body"]), dict(answer["headers"]))

    def made(self, asset_key: str, **fields: object) -> Json:
        """Make an asset and return it."""
        body = {"asset_key": asset_key, "title": asset_key.title(), **fields}
        reply = self.call("createAsset", body)
        assert reply.status == 201, reply.body
        return dict(reply.body)

    def linked(self, asset_key: str, kind: str, other: str, **more: object) -> Reply:
        """Link an asset to another one."""
        body = {"kind": kind, "database_id": "plant", "asset_key": other, **more}
        return self.call("createLink", body, asset_key=asset_key)

    def links(self, asset_key: str, **query: object) -> list[tuple[str, str]]:
        """Return kind and other end of the links of an asset."""
        reply = self.call("listLinks", asset_key=asset_key, query=query)
        assert reply.status == 200, reply.body
        return [(link["kind"], link["asset_key"]) for link in reply.body["links"]]

    def deleted(self, asset_key: str) -> None:
        """Delete an asset, so that it can be restored."""
        self._at_revision("deleteAsset", asset_key)

    def restored(self, asset_key: str) -> None:
        """Restore a deleted asset."""
        self._at_revision("restoreAsset", asset_key)

    def _at_revision(self, operation_id: str, asset_key: str) -> None:
        etag = self.call("getAsset", asset_key=asset_key).headers["etag"]
        reply = self.call(operation_id, asset_key=asset_key, headers={"If-Match": etag})
        assert reply.status == 200, reply.body


def _function(route: Route) -> Callable[[Json, None], Any]:
    return {"spatial_assets": assets, "spatial_details": details}[route.function]


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Prepare what functions read once a process: settings, the site and clients."""
    folder = tmp_path_factory.mktemp("function")
    document = site_document(SiteAccess(policies=(SECRET,)))
    (folder / "site.json").write_text(document.to_json(), encoding="utf-8")
    variables = {
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
        "LAMBDA_TASK_ROOT": str(folder),
        "CATALOG_TABLE": "catalog",
        "ASSETS_BUCKET": "assets",
        "EVENT_BUS_NAME": "default",
    }
    _forget()
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("AWS_ENDPOINT_URL", raising=False)
        for name, value in variables.items():
            patch.setenv(name, value)
        yield
    _forget()


@pytest.fixture
def catalogue(environment: None) -> Iterator[Catalogue]:
    """Return an engineer's view of a site with the database `plant`."""
    with mock_aws():
        create_table(clients.dynamodb(), "catalog")
        clients.s3().create_bucket(Bucket="assets")
        admin = Catalogue("root", "admin")
        body = {"database_id": "plant", "title": "Plant"}
        assert admin.call("createDatabase", body).status == 201
        yield Catalogue()


@pytest.fixture
def interleaved(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> Callable[[Callable[[], object]], None]:
    """Let somebody else act between the reads and the first transaction of the next call."""

    def act(rival: Callable[[], object]) -> None:
        client = clients.dynamodb()
        transact = client.transact_write_items

        def late(**arguments: Any) -> Any:  # noqa: ANN401 - boto3's own signature
            monkeypatch.setattr(client, "transact_write_items", transact)
            rival()
            return transact(**arguments)

        monkeypatch.setattr(client, "transact_write_items", late)

    return act


def _forget() -> None:
    for cached in (clients.s3, clients.dynamodb, clients.events, site, site_engine):
        cached.cache_clear()
