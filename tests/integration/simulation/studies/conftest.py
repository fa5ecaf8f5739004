"""The simulation stack as it is synthesized, in an embedded AWS that is a process of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from aws_cdk import App, Environment, Stage

from stacks.compute import ComputeStack
from stacks.foundation import FoundationStack
from stacks.simulation import SimulationStack
from tests.integration.simulation.studies.site import StudySite
from twin.compile import compile_site
from twin.definition import load_site
from twin.definition.simulation_plane import SimulationDefinition
from twin.site_document import SiteDocument
from twin_constructs.iot.asset_scope import AssetScope
from twin_constructs.secure_table import SecureTable
from twin_constructs.validation import add_validation
from twin_local.engine.engine import Engine, Target
from twin_local.testing.server import DEFAULT_ACCOUNT, REGION, LocalAws, start


@pytest.fixture(scope="session")
def studies(repository_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[StudySite]:
    """Deploy the stack and what it stands on; its jobs run in the image's own environment."""
    build = repository_root / ".build"
    if not (build / "venvs" / "simulate" / "bin" / "python").is_file():
        pytest.skip("no environment of the simulation job: run `make setup`")
    if not (build / "models" / "pump.fmu").is_file():
        pytest.skip("the pump model is not built: run `make setup`")
    folder = tmp_path_factory.mktemp("studies")
    assembly = synthesized(repository_root, folder / "cdk.out")
    with deployed(repository_root, folder, assembly) as site:
        yield site


@contextmanager
def deployed(
    root: Path, folder: Path, assembly: Path, *, secrets: Mapping[str, str] | None = None
) -> Iterator[StudySite]:
    """Deploy an assembly in an account that has these secrets, and yield the site."""
    (folder / "build").symlink_to(root / ".build")
    aws = start(folder)
    try:
        for name, text in (secrets or {}).items():
            aws.client("secretsmanager").create_secret(Name=name, SecretString=text)
        with Engine(Target(aws.endpoint_url, aws.account, REGION, folder / "state")) as engine:
            engine.deploy_assembly(assembly)
        yield StudySite(aws, resources_of(aws))
    finally:
        aws.stop()


def synthesized(
    root: Path,
    folder: Path,
    *,
    document: SiteDocument | None = None,
    plane: SimulationDefinition | None = None,
    is_validated: bool = False,
) -> Path:
    """Synthesize the simulation plane of the demo site or of another, and return its assembly."""
    settings = json.loads((root / "cdk.json").read_text(encoding="utf-8"))
    app = App(outdir=str(folder), context=settings["context"])
    if is_validated:
        add_validation(app)
    stage = Stage(app, "demo", env=Environment(account=DEFAULT_ACCOUNT, region=REGION))
    foundation = FoundationStack(stage, "Foundation")
    asset = f"arn:aws:iotsitewise:{REGION}:{DEFAULT_ACCOUNT}:asset/a"
    stated = plane or SimulationDefinition()
    compute = ComputeStack(stage, "Compute", maximum_vcpus=16, instances=stated.instances)
    SimulationStack(
        stage,
        "Simulation",
        document=document or compile_site(load_site(root / "sites" / "demo.yaml")),
        bus=foundation.bus,
        queue=compute.queue,
        assets=AssetScope("demo", (asset,)),
        results=SecureTable(foundation, "Results", index_name="by-time").table,
        commands=SecureTable(foundation, "Commands", index_name="by-time").table,
        access_logs=foundation.access_logs,
        plane=stated,
        instance_queue=compute.instance_queue,
    )
    app.synth()
    return folder / "assembly-demo"


def resources_of(aws: LocalAws) -> dict[str, str]:
    """Return what the tests use of the stack, by what it is for."""
    functions = aws.client("lambda").get_paginator("list_functions").paginate()
    found = {
        one["Handler"].partition(".")[0]: one
        for page in functions
        for one in page["Functions"]
        if "simulation_stud" in one["Handler"]
    }
    variables = found["simulation_studies"]["Environment"]["Variables"]
    return {
        **{name: one["FunctionName"] for name, one in found.items()},
        "machine": variables["STUDY_STATE_MACHINE_ARN"],
        "bucket": variables["MODELS_BUCKET"],
        "bus": variables["EVENT_BUS_NAME"],
        "registry": variables["REGISTRY_TABLE"],
        "runs": variables["RUN_TABLE"],
    }
