"""A model that is an image has a job of its own, which may read the site's models only."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from aws_cdk import App, Environment, Stack, Stage
from aws_cdk.assertions import Template

from stacks.foundation import FoundationStack
from twin.site_document import SiteDocument
from twin_constructs.simulation import model_store
from twin_constructs.simulation.licences import Licences
from twin_constructs.simulation.model_jobs import ModelJobs
from twin_constructs.simulation.model_store import ModelStore

ROOT = Path(__file__).resolve().parents[3]
IMAGE = f"111111111111.dkr.ecr.eu-central-1.amazonaws.com/pump@sha256:{'ab' * 32}"


def synthesized(
    site: SiteDocument, image: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[dict[str, str], Template]:
    """Return the names of the jobs of a site whose models are an image, and its template."""
    (folder / "pump.json").write_text(json.dumps({"image": image}))
    monkeypatch.setattr(model_store, "MODELS", folder)
    models = tuple(replace(model, artefact="pump.json", kind="container") for model in site.models)
    settings = json.loads((ROOT / "cdk.json").read_text(encoding="utf-8"))
    app = App(outdir=str(folder / "out"), context=settings["context"])
    place = Environment(account="111111111111", region="eu-central-1")
    stage = Stage(app, "demo", env=place)
    foundation = FoundationStack(stage, "Foundation")
    stack = Stack(stage, "Test")
    document = replace(site, models=models)
    store = ModelStore(stack, "Store", document=document, access_logs=foundation.access_logs)
    licences = Licences(stack, "Licences", licences={})
    jobs = ModelJobs(stack, "Jobs", store=store, licences=licences)
    return {name: str(arn) for name, arn in jobs.definition_arns.items()}, Template.from_stack(
        stack
    )


def test_each_image_has_one_job_of_the_size_of_its_kind(
    site: SiteDocument, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names, template = synthesized(site, IMAGE, tmp_path, monkeypatch)
    (own,) = set(names) - {"simulate"}
    assert len(own) == 64
    definitions = {
        json.dumps(one["Properties"]["ContainerProperties"]["Image"]): one["Properties"]
        for one in template.find_resources("AWS::Batch::JobDefinition").values()
    }
    (properties,) = (one for image, one in definitions.items() if "ab" * 32 in image)
    container = properties["ContainerProperties"]
    assert container["User"] == "10001:10001", "an image that is not ours does not run as root"
    sizes = {one["Type"]: one["Value"] for one in container["ResourceRequirements"]}
    assert sizes == {"MEMORY": "5120", "VCPU": "1"}
    assert properties["Timeout"] == {"AttemptDurationSeconds": 3900}


def test_image_of_the_checkout_is_built_with_the_site(
    site: SiteDocument, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names, template = synthesized(site, "containers/simulate", tmp_path, monkeypatch)
    assert len(names) == 2
    for one in template.find_resources("AWS::Batch::JobDefinition").values():
        assert one["Properties"]["ContainerProperties"]["ReadonlyRootFilesystem"] is True
