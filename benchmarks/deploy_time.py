"""Deploying the demo site into an embedded AWS, against as many bare API calls to the same one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.harness import Result, Unavailable, seconds
from twin_local.engine.clients import Clients
from twin_local.engine.engine import Engine, Target

ROOT = Path(__file__).resolve().parents[1]
ACCOUNT = "111111111111"
REGION = "us-east-1"
PORT_BASE = 18_950
START_SECONDS = 60
CHANGED_TYPE = "AWS::Lambda::Function"
REFERENCE = "as many bare CreateQueue calls"


def run() -> list[Result]:
    """Measure a first deployment, one without changes, and one that changes one property."""
    with tempfile.TemporaryDirectory() as folder:
        assembly, state = Path(folder) / "assembly", Path(folder) / "state"
        _synth(assembly)
        with _embedded_aws(state) as url, Engine(Target(url, ACCOUNT, REGION, state)) as engine:
            cold = seconds(lambda: engine.deploy_assembly(assembly), runs=1)
            unchanged = seconds(lambda: engine.deploy_assembly(assembly))
            _change_one_property(assembly)
            changed = seconds(lambda: engine.deploy_assembly(assembly), runs=1)
            count = sum(len(engine.store.resources(stack)) for stack in engine.store.stacks())
            reference = seconds(lambda: _create_queues(engine.clients, count), runs=1)
    return [
        Result(
            f"first deployment of the demo site, {count} resources", cold, "s", REFERENCE, reference
        ),
        Result("deployment without changes", unchanged, "s", REFERENCE, reference),
        Result("deployment of one changed property", changed, "s", REFERENCE, reference),
    ]


def _synth(assembly: Path) -> None:
    environment = {
        **os.environ,
        "CDK_OUTDIR": str(assembly),
        "CDK_CONTEXT_JSON": json.dumps({"site": "demo"}),
        "CDK_VALIDATION": "false",
    }
    command = [sys.executable, "app.py"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)


@contextmanager
def _embedded_aws(state: Path) -> Iterator[str]:
    options = {
        "--account": ACCOUNT,
        "--region": REGION,
        "--state-dir": str(state),
        "--build-dir": str(ROOT / ".build"),
        "--repository-root": str(ROOT),
        "--port-base": str(PORT_BASE),
    }
    arguments = [part for option in options.items() for part in option]
    process = subprocess.Popen(
        [sys.executable, "-m", "twin_local.server", *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{PORT_BASE + 1}"
    try:
        _await(f"{url}/_twin/health")
        yield url
    finally:
        process.terminate()
        process.wait(timeout=60)


def _await(url: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except (urllib.error.URLError, ConnectionError) as error:
            if time.monotonic() > deadline:
                raise Unavailable(f"the embedded AWS does not answer: {error}") from error
            time.sleep(0.1)


def _change_one_property(assembly: Path) -> None:
    """Give one function of the assembly another description."""
    for path in sorted(assembly.rglob("*.template.json")):
        template = json.loads(path.read_text(encoding="utf-8"))
        for resource in template["Resources"].values():
            if resource["Type"] == CHANGED_TYPE:
                resource["Properties"]["Description"] = "changed"
                path.write_text(json.dumps(template), encoding="utf-8")
                return
    raise Unavailable(f"the demo site has no {CHANGED_TYPE}")


def _create_queues(clients: Clients, count: int) -> None:
    create = clients.client("sqs").create_queue  # type: ignore[attr-defined]
    for number in range(count):
        create(QueueName=f"reference-{number}")
