"""A site with parts: CloudFormation makes its models, the loader its assets and entities."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from aws_cdk import App, Environment, Stack
from aws_cdk.assertions import Template
from moto.core.models import DEFAULT_ACCOUNT_ID

from tests.integration.loading.plants import relation
from twin.compile import compile_sitewise, compile_twinmaker, placement
from twin.definition import SiteDefinition, load_site
from twin.loading.site import wanted_site
from twin_constructs.iot.asset_catalogue import AssetCatalogue
from twin_local import moto_extension
from twin_local.engine.engine import Engine, Target
from twin_local.engine.template import read_template
from twin_local.loading.account import Account
from twin_local.loading.loader import Loader
from twin_local.server.application import Endpoint
from twin_local.server.http_server import HttpServer
from twin_local.server.persistence.durability import InMemory

if TYPE_CHECKING:
    from mypy_boto3_iottwinmaker.type_defs import PropertyDefinitionRequestTypeDef

DEMO = Path(__file__).resolve().parents[3] / "sites" / "demo.yaml"
BEARING = {
    "attributes": {"limit": {"unit": "°C", "default": 90.0}},
    "measurements": {"temperature": {"unit": "°C", "range": [0, 150]}},
}


def definition_of(folder: Path, **pump: object) -> SiteDefinition:
    """Return the demo site, whose pumps have a bearing; `pump` changes P-101."""
    content = yaml.safe_load(DEMO.read_text(encoding="utf-8"))
    content["twin"]["components"] = {"bearing": BEARING}
    content["twin"]["types"]["pump"]["components"] = {"drive_end": "bearing"}
    content["twin"]["assets"]["P-101"].update(pump)
    path = folder / "demo.yaml"
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), "utf-8")
    return load_site(path)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("site")


@pytest.fixture(scope="module")
def account(folder: Path) -> Iterator[Account]:
    """An account in which the models are deployed, and TwinMaker's workspace and types."""
    moto_extension.install()
    server = HttpServer(Endpoint(durability=InMemory(), controls={}), port=0)
    server.start()
    definition = definition_of(folder)
    account = Account(definition.region, f"http://127.0.0.1:{server.server_port}")
    target = Target(str(account.endpoint_url), DEFAULT_ACCOUNT_ID, definition.region, folder)
    with Engine(target) as engine:
        engine.deploy_template(read_template(models_of(definition), stack="models"), {})
    make_workspace(account, definition)
    yield account
    server.stop()


def models_of(definition: SiteDefinition) -> dict[str, Any]:
    app = App()
    environment = Environment(account=DEFAULT_ACCOUNT_ID, region=definition.region)
    stack = Stack(app, "models", env=environment)
    AssetCatalogue(
        stack,
        "Assets",
        site=definition.name,
        plan=compile_sitewise(definition),
        with_instances=not placement(definition).instances_by_loader,
    )
    return {"Resources": Template.from_stack(stack).to_json()["Resources"]}


def make_workspace(account: Account, definition: SiteDefinition) -> None:
    plan = compile_twinmaker(definition)
    account.twinmaker.create_workspace(workspaceId=plan.workspace_id)
    types: dict[str, dict[str, PropertyDefinitionRequestTypeDef]] = {}
    for entity in wanted_site(definition).entities:
        for component in entity.components.values():
            properties = types.setdefault(component.type_id, {})
            for name, value in component.values.items():
                is_text = isinstance(value, str)
                properties[name] = {"dataType": {"type": "STRING"}} if is_text else relation(name)
    for type_id, properties in types.items():
        if not type_id.startswith("com.amazon."):
            account.twinmaker.create_component_type(
                workspaceId=plan.workspace_id,
                componentTypeId=type_id,
                propertyDefinitions=properties,
            )


def test_the_site_is_loaded_once(account: Account, folder: Path) -> None:
    definition = definition_of(folder)
    assert placement(definition).instances_by_loader
    site = wanted_site(definition)
    counts = Loader(account, site).load().counts
    assert counts["CreateAsset"] == counts["CreateEntity"] == len(definition.twin.assets)
    assert Loader(account, site).load().counts == {}


def test_the_property_of_a_part_has_its_alias(account: Account, folder: Path) -> None:
    Loader(account, wanted_site(definition_of(folder))).load()
    series = account.sitewise.describe_time_series(alias="/demo/P-101/drive_end_temperature")
    [pump] = [one for one in wanted_site(definition_of(folder)).assets if "P-101" in one.name]
    assert series["assetId"] == pump.asset_id


def test_a_new_title_is_one_update_of_the_asset_and_one_of_the_entity(
    account: Account, folder: Path
) -> None:
    Loader(account, wanted_site(definition_of(folder))).load()
    renamed = wanted_site(definition_of(folder, title="Feed pump"))
    assert Loader(account, renamed).load().counts == {"UpdateAsset": 1, "UpdateEntity": 1}
    assert Loader(account, renamed).load().counts == {}


def test_a_stated_value_of_a_part_is_stored_and_taken_back(account: Account, folder: Path) -> None:
    Loader(account, wanted_site(definition_of(folder))).load()
    stated = wanted_site(definition_of(folder, attributes={"drive_end_limit": 75.0}))
    assert Loader(account, stated).load().counts["PutAttributes"] == 1
    alias = "/demo/P-101/drive_end_limit"
    latest = account.sitewise.get_asset_property_value(propertyAlias=alias)
    assert latest["propertyValue"]["value"]["doubleValue"] == 75.0
    assert Loader(account, stated).load().counts == {}
    unstated = wanted_site(definition_of(folder))
    assert Loader(account, unstated).load().counts["PutAttributes"] == 1
    latest = account.sitewise.get_asset_property_value(propertyAlias=alias)
    assert latest["propertyValue"]["value"]["doubleValue"] == 90.0
