"""The synthesized sites that the infrastructure tests look at: one matrix, synthesized once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import App

from stacks.site_stage import SiteStage
from twin.definition import SiteDefinition, load_site
from twin.definition.access import AccessDefinition
from twin.definition.firewall import FirewallOptions
from twin.definition.influxdb import InfluxdbOptions, InfluxdbTarget
from twin.definition.pipeline import PipelineDefinition
from twin.definition.simulation_plane import SimulationDefinition
from twin.definition.site import Features
from twin.definition.storage import StorageDefinition
from twin_constructs.validation import add_validation

ROOT = Path(__file__).resolve().parents[2]
NOTHING = Features(spatial=False, iot=False, edge=False, simulation=False, experience=False)
INFLUXDB = InfluxdbOptions(
    endpoint="https://influx.example.com:8181",
    database="plant",
    token_secret="plant/influxdb",
    target=InfluxdbTarget(token_secret="plant/influxdb-writer"),
)
OIDC = {
    "issuer": "https://id.example.com/realms/plant",
    "client_id": "twin",
    "client_secret_name": "plant/keycloak",
    "group_attribute": "groups",
}
STORAGE = StorageDefinition(hot_days=30, warm=True, warm_days=365, cold=True)
STUDIES = SimulationDefinition.model_validate(
    {
        "instances": {"families": ["c7a", "c7i"], "maximum_vcpus": 64},
        "licences": {"twin_runtime": {"tokens": 2, "server_secret": "plant/ansys-licences"}},
    }
)
VARIANTS = {
    "minimal": NOTHING,
    "spatial-only": NOTHING.model_copy(
        update={"spatial": True, "experience": True, "firewall": FirewallOptions()}
    ),
    "iot-only": NOTHING.model_copy(update={"iot": True}),
    "no-simulation": Features(simulation=False),
    "no-console": Features(experience=False, influxdb=INFLUXDB),
}
"""Combinations of features beside the site files, each a stage of the matrix."""

IDENTITY = {
    "federated": AccessDefinition.model_validate(
        {
            "groups": {
                "plant-operators": "operator",
                "Twin Admins": "admin",
                "7f3c-01": {"role": "engineer", "databases": ["line-1"]},
            },
            "user_attributes": ["clearance"],
            "machine_clients": {
                "historian": "viewer",
                "mes": {"role": "operator", "databases": ["site"]},
            },
            "identity_providers": {
                "saml": {
                    "entra": {
                        "title": "Company account",
                        "metadata_url": "https://login.example.com/metadata.xml",
                        "group_attribute": "http://schemas.example.com/groups",
                    }
                },
                "oidc": {"keycloak": OIDC},
            },
            "sign_in": {
                "domain": "plant-twin",
                "mfa": "required",
                "console_origins": ["https://twin.example.com"],
            },
        }
    ),
    "sso-only": AccessDefinition.model_validate(
        {
            "identity_providers": {"oidc": {"keycloak": OIDC}},
            "sign_in": {"domain": "plant-sso", "password": False},
        }
    ),
}
"""Sections `access`, each with no more than the console."""

TABLES = {
    "inputs": ["csv"],
    "outputs": {"rows.json": {"media_type": "application/json"}},
    "sizes": [{"maximum_bytes": 1000, "vcpus": 1, "memory_mebibytes": 2048, "timeout_seconds": 60}],
}
PIPELINES = {
    "from_folder": PipelineDefinition.model_validate(
        {**TABLES, "image": "containers/convert_splat"}
    ),
    # Names that are near to each other must not become one.
    "from_folder_image": PipelineDefinition.model_validate(
        {**TABLES, "image": f"public.ecr.aws/plant/tables@sha256:{'ef' * 32}"}
    ),
    "from_registry": PipelineDefinition.model_validate(
        {**TABLES, "image": f"ghcr.io/plant/tables:2@sha256:{'cd' * 32}"}
    ),
}
"""Beside the one with a GPU that the guide shows."""

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


def configurations() -> list[SiteDefinition]:
    """Return every site file of the repository, and the demo site with other features."""
    files = [load_site(file) for file in sorted((ROOT / "sites").glob("*.yaml"))]
    demo = load_site(ROOT / "sites" / "demo.yaml")
    place = {"account": "222222222222", "region": "eu-central-1"}
    iot = {"features": NOTHING.model_copy(update={"iot": True, "edge": True})}
    stored = demo.model_copy(update={"name": "storage", "storage": STORAGE, **iot, **place})
    console = {"features": NOTHING.model_copy(update={"experience": True}), **place}
    identity = [
        demo.model_copy(update={"name": name, "access": access, **console})
        for name, access in IDENTITY.items()
    ]
    survey = load_site(ROOT / "docs" / "conversions" / "splat-training.yaml")
    pipelines = {**survey.spatial.pipelines, **PIPELINES}
    spatial = survey.spatial.model_copy(update={"pipelines": pipelines})
    simulated = {"features": NOTHING.model_copy(update={"iot": True, "simulation": True}), **place}
    studied = windows_from(demo, "s3").model_copy(
        update={
            "name": "studies",
            "simulation": STUDIES,
            "quotas": {"standard_spot_vcpus": 64},
            **simulated,
        }
    )
    return [*files, stored, studied, *identity, survey.model_copy(update={"spatial": spatial})] + [
        (windows_from(demo, "influxdb") if features.influxdb else demo).model_copy(
            update={"name": name, "features": features, **place}
        )
        for name, features in VARIANTS.items()
    ]


def windows_from(site: SiteDefinition, source: str) -> SiteDefinition:
    """Return a site whose calibrations read their windows from a source."""
    content = site.model_dump(exclude_unset=True)  # checks ask what a file states
    for equipment in content["twin"]["types"].values():
        for model in equipment.get("models", {}).values():
            if "calibration" in model:
                model["calibration"]["window_source"] = source
    return SiteDefinition.model_validate(content)


@pytest.fixture(scope="session")
def synthesized(tmp_path_factory: pytest.TempPathFactory) -> Synthesized:
    """Synthesize the matrix with all rule packs."""
    folder = tmp_path_factory.mktemp("synth") / "cdk.out"
    settings = json.loads((ROOT / "cdk.json").read_text(encoding="utf-8"))
    context = {**settings["context"], "@aws-cdk/core:failSynthOnValidationErrors": False}
    app = App(outdir=str(folder), context=context)
    add_validation(app)
    for definition in configurations():
        SiteStage(app, definition=definition)
    app.synth()
    report = json.loads((folder / "validation-report.json").read_text(encoding="utf-8"))
    return Synthesized(folder, report)
