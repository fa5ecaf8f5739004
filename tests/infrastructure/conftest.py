"""The synthesized sites that the infrastructure tests look at: one matrix, synthesized once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import App, Validations
from cdk_nag import (
    AwsSolutionsChecks,
    HIPAASecurityChecks,
    NIST80053R5Checks,
    PCIDSS321Checks,
)

from stacks.site_stage import SiteStage
from twin.definition import SiteDefinition, load_site

ROOT = Path(__file__).resolve().parents[2]
PACKS = (AwsSolutionsChecks, NIST80053R5Checks, HIPAASecurityChecks, PCIDSS321Checks)
MINIMAL = {
    "name": "minimal",
    "account": "222222222222",
    "region": "eu-central-1",
    "features": {
        "spatial": False,
        "iot": False,
        "edge": False,
        "simulation": False,
        "experience": False,
    },
}
Template = dict[str, Any]


@dataclass(frozen=True)
class Synthesized:
    """What `cdk synth` wrote for the whole matrix."""

    folder: Path
    report: dict[str, Any]

    def templates(self) -> Iterator[tuple[Path, Template]]:
        """Yield every template with its path."""
        for path in sorted(self.folder.rglob("*.template.json")):
            yield path, json.loads(path.read_text(encoding="utf-8"))

    def resources(self, kind: str) -> Iterator[tuple[str, Template]]:
        """Yield every resource of a type with `file:logical id`."""
        for path, template in self.templates():
            for logical_id, resource in template.get("Resources", {}).items():
                if resource["Type"] == kind:
                    yield f"{path.name}:{logical_id}", resource


def configurations(scratch: Path) -> list[SiteDefinition]:
    """Return every site file of the repository, and one site without any feature."""
    minimal = scratch / "minimal.yaml"
    minimal.write_text(json.dumps(MINIMAL), encoding="utf-8")
    files = [*sorted((ROOT / "sites").glob("*.yaml")), minimal]
    return [load_site(file) for file in files]


@pytest.fixture(scope="session")
def synthesized(tmp_path_factory: pytest.TempPathFactory) -> Synthesized:
    """Synthesize the matrix with all rule packs."""
    scratch = tmp_path_factory.mktemp("synth")
    folder = scratch / "cdk.out"
    settings = json.loads((ROOT / "cdk.json").read_text(encoding="utf-8"))
    context = {**settings["context"], "@aws-cdk/core:failSynthOnValidationErrors": False}
    app = App(outdir=str(folder), context=context)
    Validations.of(app).add_plugins(*(pack(app) for pack in PACKS))
    for definition in configurations(scratch):
        SiteStage(app, definition=definition)
    app.synth()
    report = json.loads((folder / "validation-report.json").read_text(encoding="utf-8"))
    return Synthesized(folder, report)
