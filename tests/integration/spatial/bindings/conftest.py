"""Bindings over a catalogue inside this process; versions of a model made of boxes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import pytest
from moto import mock_aws

from catalogue_runtime import files
from catalogue_runtime.revision import Draft, write_asset
from catalogue_runtime.store import CatalogueStore
from catalogue_runtime.versions import FileLists, version_put
from cedar_runtime.engine import site_engine
from spatial_assets.handler import handler as assets
from spatial_bindings.handler import handler as bindings
from spatial_rebind.handler import handler as rebind
from tests.api_event import api_event
from tests.integration.spatial.conftest import site_document
from tests.tables import create_table
from twin.access.principal import Principal
from twin.access.principal_context import to_context
from twin.api.routes import ROUTES, Role
from twin.catalogue.file import FileVersion, StoredFile
from twin.catalogue.history import Author
from twin.catalogue.identity import AssetId
from twin.catalogue.version import FileEntry, version_of
from twin.site_document import Asset, Prediction, Signal, SimulationModel, SiteDocument
from twin.spatial.assembly import Assembly, AssemblyNode
from twin.spatial.part_facts import Box, PartIdentity, ShapeFacts, Vector, signature
from twin_runtime import clients
from twin_runtime.site import site

PUMP = AssetId("plant", "pump")
PATH = "cad/pump.step"
ROUTE_OF = {route.operation_id: route for route in ROUTES}


def shape(x: float, y: float, z: float) -> ShapeFacts:
    """Return the facts of a box with one corner in its origin; metres."""
    volume, area = x * y * z, 2 * (x * y + y * z + z * x)
    a, b, c = (volume * (p * p + q * q) / 12 for p, q in ((y, z), (x, z), (x, y)))
    low, middle, high = sorted((a, b, c))
    moments = (low, middle, high)
    digest = signature(volume, area, moments, (6, 12, 8))
    box = Box((0.0, 0.0, 0.0), (x, y, z))
    inertia = (a, b, c, 0.0, 0.0, 0.0)
    return ShapeFacts(digest, volume, area, (x / 2, y / 2, z / 2), box, inertia, moments, 6, 12, 8)


def leaf(name: str, at: Vector, facts: ShapeFacts, product: str = "") -> AssemblyNode:
    """Return a part at a place."""
    x, y, z = at
    low, high = facts.box.minimum, facts.box.maximum
    return AssemblyNode(
        name=name,
        path=name,
        colour="#808080",
        triangles=12,
        children=(),
        identity=PartIdentity(product_name=product or name),
        transform=(1, 0, 0, x, 0, 1, 0, y, 0, 0, 1, z, 0, 0, 0, 1),
        box=Box((low[0] + x, low[1] + y, low[2] + z), (high[0] + x, high[1] + y, high[2] + z)),
        shape=facts.signature,
    )


CASING, MOTOR, BOLT = shape(0.4, 0.3, 0.3), shape(0.6, 0.25, 0.25), shape(0.02, 0.02, 0.08)


def pump(*parts: AssemblyNode, shapes: Sequence[ShapeFacts] = (CASING, MOTOR, BOLT)) -> Assembly:
    """Return a pump made of parts."""
    root = AssemblyNode(
        "P-101",
        "P-101",
        None,
        0,
        parts,
        identity=PartIdentity(product_name="Centrifugal pump"),
        transform=(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1),
    )
    return Assembly((0.0, 0.0, 0.0), (root,), {one.signature: one for one in shapes})


FIRST = pump(
    leaf("casing", (0.0, 0.0, 0.0), CASING),
    leaf("motor", (1.0, 0.0, 0.0), MOTOR),
    *(leaf(f"bolt_{n}", (0.1 * n, 0.5, 0.0), BOLT, "bolt") for n in range(1, 5)),
)


@dataclass(frozen=True)
class Reply:
    """What an operation answered."""

    status: int
    body: Any
    headers: dict[str, str]

    @property
    def etag(self) -> dict[str, str]:
        return {"If-Match": self.headers["etag"]}


@dataclass
class Plant:
    """Calls operations as a user, and publishes versions."""

    role: Role = "engineer"
    told: list[tuple[str, Any]] = field(default_factory=list)

    def call(
        self,
        operation_id: str,
        body: object = None,
        *,
        query: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
        **path: object,
    ) -> Reply:
        route = ROUTE_OF[operation_id]
        event = api_event(
            route.method,
            route.path,
            caller=to_context(Principal(subject="ana", name="Ana", role=self.role)),
            body=body,
            path={"database_id": "plant", "asset_key": "pump", **path},
            query=query,
            headers=headers,
        )
        function = {"spatial_assets": assets, "spatial_bindings": bindings}[route.function]
        answer = function(event, None)
        return Reply(answer["statusCode"], json.loads(answer["body"]), dict(answer["headers"]))

    def publish(self, assembly: Assembly | None, *, sha256: str, path: str = PATH) -> None:
        """Publish a version of a file and of its asset, and tell it."""
        store = CatalogueStore(clients.dynamodb(), "catalog")
        lists = FileLists(clients.s3(), "assets")
        number = files.last_number(store, PUMP, path) + 1
        derivatives = () if assembly is None else (_stored(assembly, sha256),)
        source = StoredFile(path, "model/step", 10, sha256, f"sources/{sha256}")
        file = FileVersion(path, number, source, "step", None, derivatives, 1.0, "Ana", "u")
        asset = store.asset(PUMP)
        tree = files.working_tree(store, PUMP).with_file(FileEntry(path, number, 10, sha256))
        version = version_of(asset, tree, comment="", created_at=1.0, created_by="Ana")
        lists.keep(PUMP, tree)
        writes = (
            *files.publication_writes(PUMP, file, since=2e9),
            version_put(PUMP, version),
        )
        draft = Draft(replace(asset, version=version.number), "publishFile", writes)
        write_asset(store, asset, draft, author=Author("ana", "Ana"))
        self.tell()

    def tell(self) -> None:
        rebind({"detail": {"database_id": "plant", "asset_key": "pump"}}, None)

    def bind(self, node: str, signal: str = "pump/flow", **more: object) -> str:
        body = {"path": PATH, "node_id": node, "signals": [signal], **more}
        reply = self.call("createBinding", body)
        assert reply.status == 201, reply.body
        return str(reply.body["binding_id"])

    def nodes(self) -> dict[str, str]:
        """Return the part and the state of every binding."""
        rows = self.call("listBindings").body["bindings"]
        return {row["binding_id"]: f"{row['state']} {row['node_id']}" for row in rows}


def _stored(assembly: Assembly, sha256: str) -> StoredFile:
    key = f"derivatives/{sha256}/assembly.json"
    content = json.dumps(asdict(assembly)).encode()
    clients.s3().put_object(Bucket="assets", Key=key, Body=content)
    return StoredFile("assembly.json", "application/json", len(content), sha256, key)


def _site() -> SiteDocument:
    def signal(alias: str) -> Signal:
        return Signal(
            alias, "P-101", alias, alias, "measurement", "DOUBLE", "", None, None, None, 60, 0, None
        )

    model = SimulationModel(
        id="pump-model",
        asset="P-101",
        title="Pump",
        kind="fmu",
        artefact="pump.fmu",
        inputs=(("speed", "pump/speed"),),
        predictions=(Prediction("flow", "pump/flow", "a", "b", "c", "d"),),
        parameters=(),
        version_alias="v",
        valid_alias="w",
        validity_alias="y",
        schedule_minutes=5,
        interval_probability=0.9,
        horizon_seconds=1,
        step_seconds=1,
    )
    equipment = Asset("P-101", "Pump", "pump", "Equipment", None, "P-101")
    return replace(
        site_document(),
        assets=(equipment,),
        signals=tuple(map(signal, ("pump/flow", "pump/speed", "pump/power"))),
        models=(model,),
    )


@pytest.fixture
def plant(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Plant]:
    """Return a plant with a pump whose first version is published."""
    folder = tmp_path_factory.mktemp("function")
    (folder / "site.json").write_text(_site().to_json(), encoding="utf-8")
    variables = {
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
        "LAMBDA_TASK_ROOT": str(folder),
        "CATALOG_TABLE": "catalog",
        "ASSETS_BUCKET": "assets",
        "EVENT_BUS_NAME": "default",
    }
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    _forget()
    with mock_aws():
        create_table(clients.dynamodb(), "catalog")
        clients.s3().create_bucket(Bucket="assets")
        made = Plant()
        put_events = clients.events().put_events

        def record(**arguments: Any) -> Any:  # noqa: ANN401 - boto3's own signature
            told = arguments["Entries"]
            made.told.extend((one["DetailType"], json.loads(one["Detail"])) for one in told)
            return put_events(**arguments)

        monkeypatch.setattr(clients.events(), "put_events", record)
        database = {"database_id": "plant", "title": "Plant"}
        assert Plant("admin").call("createDatabase", database).status == 201
        assert made.call("createAsset", {"asset_key": "pump", "title": "Pump"}).status == 201
        made.publish(FIRST, sha256="1" * 64)
        yield made
    _forget()


def _forget() -> None:
    for cached in (clients.s3, clients.dynamodb, clients.events, site, site_engine):
        cached.cache_clear()
