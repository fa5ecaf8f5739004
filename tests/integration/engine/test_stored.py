"""What a template gives is what the API then says: nothing is taken and forgotten.

The product's own site is deployed into an embedded AWS, with samples of the types that it does not
have, and whatever an operation was given is read back.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.integration.engine.samples import ACCOUNT, SAMPLES
from tests.integration.engine.samples.functions import IMAGE
from twin_local.engine.clients import Clients
from twin_local.engine.engine import Engine, Target
from twin_local.engine.images import publish_images
from twin_local.engine.reading import Sent, read_back
from twin_local.engine.reads.table import READS
from twin_local.engine.resource_state import Physical, Place
from twin_local.engine.table import TABLE
from twin_local.engine.table_provider import TableProvider
from twin_local.engine.template import read_template
from twin_local.testing.ports import free_ports

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

ROOT = Path(__file__).resolve().parents[3]
REGION = "us-east-1"
START_SECONDS = 60
READING = ("Describe", "Get", "List", "Revoke")
WITHOUT_API = {
    "AWS::IoT::ThingPrincipalAttachment": "it needs a certificate, which no template can make",
    "AWS::SageMaker::Endpoint": "it needs an image that serves: execution/sagemaker reads it back",
}


@dataclass
class Recorder:
    """Notes which operations made the resources of each type."""

    sent: dict[str, list[Sent]] = field(default_factory=dict)
    resource_type: str = ""

    def install(self, patch: pytest.MonkeyPatch) -> None:
        """Listen to every creation and every call."""
        create, call = TableProvider.create, Clients.call

        def listened(
            provider: TableProvider, place: Place, logical_id: str, properties: dict[str, Any]
        ) -> Physical:
            self.resource_type = provider.resource_type
            self.sent.setdefault(self.resource_type, [])
            try:
                return create(provider, place, logical_id, properties)
            finally:
                self.resource_type = ""

        def noted(
            clients: Clients, service: str, name: str, parameters: Mapping[str, Any]
        ) -> dict[str, Any]:
            answer = call(clients, service, name, parameters)
            if self.resource_type and not name.startswith(READING):
                sent = Sent(service, name, dict(parameters), answer)
                self.sent[self.resource_type].append(sent)
            return answer

        patch.setattr(TableProvider, "create", listened)
        patch.setattr(Clients, "call", noted)


@pytest.fixture(scope="module")
def assembly(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Synthesize the demo site."""
    folder = tmp_path_factory.mktemp("synthesized") / "assembly"
    environment = {
        **os.environ,
        "CDK_OUTDIR": str(folder),
        "CDK_CONTEXT_JSON": json.dumps({"site": "demo"}),
        "CDK_VALIDATION": "false",
    }
    subprocess.run([sys.executable, "app.py"], cwd=ROOT, env=environment, check=True)
    return folder


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the state folder: deployments publish images where the embedded AWS looks for them."""
    return tmp_path_factory.mktemp("embedded")


@pytest.fixture(scope="module")
def endpoint(state: Path) -> Iterator[str]:
    """Run an embedded AWS and return its endpoint."""
    base = free_ports()
    options = {
        "--account": ACCOUNT,
        "--region": REGION,
        "--state-dir": str(state),
        "--build-dir": str(ROOT / ".build"),
        "--repository-root": str(ROOT),
        "--port-base": str(base),
    }
    arguments = [part for option in options.items() for part in option]
    log = state / "log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", "twin_local.server", *arguments],
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        _await(f"http://127.0.0.1:{base + 1}/_twin/health", log)
        yield f"http://127.0.0.1:{base + 1}"
    finally:
        server.terminate()
        server.wait(60)


def _await(url: str, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except (urllib.error.URLError, ConnectionError):
            assert time.monotonic() < deadline, log.read_text(encoding="utf-8")
            time.sleep(0.1)


@pytest.fixture(scope="module")
def sent(assembly: Path, endpoint: str, state: Path) -> dict[str, list[Sent]]:
    """Deploy everything; return which operations were called for each type."""
    recorder = Recorder()
    target = Target(endpoint, ACCOUNT, REGION, state)
    publish_images({IMAGE: ROOT / "containers" / "simulate"}, state_dir=state)
    with pytest.MonkeyPatch.context() as patch, Engine(target) as engine:
        recorder.install(patch)
        engine.deploy_assembly(assembly)
        for name, resources in SAMPLES.items():
            template = read_template({"Resources": resources}, stack=name)
            engine.check_template(template, {})
            engine.deploy_template(template, {})
    return recorder.sent


@pytest.mark.parametrize("resource_type", sorted(set(TABLE) - set(WITHOUT_API)))
def test_what_is_given_can_be_read_back(
    sent: dict[str, list[Sent]], endpoint: str, resource_type: str
) -> None:
    clients = Clients(endpoint_url=endpoint, region=REGION)
    assert sent.get(resource_type), f"neither the site nor the samples have a {resource_type}"
    missing = {
        f"{one.operation}: {difference}"
        for one in sent[resource_type]
        for difference in read_back(clients, one).lost
        if not is_inert(difference.path, resource_type)
    }
    assert sorted(missing) == []


def is_inert(path: str, resource_type: str) -> bool:
    """Say whether the table declares that a property is without effect."""
    names = {name.rpartition(".")[2].lower() for name in TABLE[resource_type].inert}
    return bool(names & set(path.lower().split(".")))


@pytest.mark.parametrize("resource_type", sorted(TABLE))
def test_every_creating_operation_has_a_read(resource_type: str) -> None:
    entry = TABLE[resource_type]
    operations = {(call.service or entry.service, call.operation) for call in entry.create}
    made = {one for one in operations if not one[1].startswith(READING)}
    assert made - set(READS) <= UNREADABLE


UNREADABLE = {
    ("iam", "PutUserPolicy"),
    ("iam", "PutGroupPolicy"),
}
"""Operations that neither the site nor the samples cause: there are no users and groups."""
