"""An embedded AWS in a process of its own, with the storage of one site deployed into it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import App, CfnOutput, Environment, Stack
from aws_cdk import aws_events as events
from aws_cdk import aws_iotsitewise as sitewise
from aws_cdk import aws_s3 as s3

from tests.integration.cloudformation.embedded_aws import EmbeddedAws
from tests.integration.cloudformation.sample_app import ACCOUNT, REGION
from twin.compile import compile_site
from twin.definition import load_site
from twin.definition.storage import StorageDefinition
from twin_constructs.iot.late_imports import LateImports
from twin_constructs.iot.value_storage import ValueStorage
from twin_local.engine.engine import Engine, Target

ROOT = Path(__file__).resolve().parents[3]
SETTINGS = json.loads((ROOT / "cdk.json").read_text(encoding="utf-8"))
ALIAS = "/demo/T-101/level"
STORAGE = StorageDefinition(hot_days=30, warm=True, warm_days=365, cold=True)


@dataclass(frozen=True)
class Deployed:
    """The embedded AWS, and what the stack made in it."""

    aws: EmbeddedAws
    folder: Path
    outputs: dict[str, Any]

    def engine(self) -> Engine:
        """Return an engine that deploys as the twin does."""
        return Engine(Target(self.aws.url, ACCOUNT, REGION, self.folder))


class StorageStack(Stack):
    """The storage of a site, and one asset with a value."""

    def __init__(self, scope: App, name: str, site: str, storage: StorageDefinition) -> None:
        place = Environment(account=ACCOUNT, region=REGION)
        super().__init__(scope, name, env=place)
        definition = load_site(ROOT / "sites" / "demo.yaml")
        document = replace(compile_site(definition), name=site)
        bus = events.EventBus(self, "Bus")
        # In a stack of its own, as in a site: its policy is there before anything is logged.
        logs = s3.Bucket(Stack(scope, f"{site}-Foundation", env=place), "Logs")
        ValueStorage(self, "Storage", document=document, storage=storage, access_logs=logs)
        imports = LateImports(self, "Imports", document=document, bus=bus, access_logs=logs)
        self._asset(f"{site} tank")
        for key, value in {
            "Bucket": imports.bucket.bucket_name,
            "Table": imports.table.table_name,
            "Function": imports.function.function.function_name,
        }.items():
            CfnOutput(self, key, value=value)

    def _asset(self, name: str) -> None:
        level = sitewise.CfnAssetModel.AssetModelPropertyProperty(
            name="level", logical_id="level", data_type="DOUBLE",
            type=sitewise.CfnAssetModel.PropertyTypeProperty(type_name="Measurement"),
        )  # fmt: skip
        model = sitewise.CfnAssetModel(
            self, "Model", asset_model_name=name, asset_model_properties=[level]
        )
        sitewise.CfnAsset(
            self, "Asset", asset_model_id=model.ref, asset_name=name,
            asset_properties=[
                sitewise.CfnAsset.AssetPropertyProperty(logical_id="level", alias=ALIAS)
            ],
        )  # fmt: skip


def assembly(folder: Path, site: str, storage: StorageDefinition = STORAGE) -> Path:
    """Synthesize the storage of a site."""
    app = App(outdir=str(folder), context=SETTINGS["context"])
    StorageStack(app, f"{site}-Iot", site, storage)
    app.synth()
    return folder


@pytest.fixture(scope="module")
def deployed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployed]:
    """Return the storage of the site demo, deployed."""
    folder = tmp_path_factory.mktemp("storage")
    aws = EmbeddedAws(folder / "state")
    aws.start()
    try:
        before = Deployed(aws, folder, {})
        with before.engine() as engine:
            outputs = engine.deploy_assembly(assembly(folder / "first", "demo"))
        yield replace(before, outputs=outputs["demo-Iot"])
    finally:
        aws.end()
