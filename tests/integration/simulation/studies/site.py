"""A deployed site whose studies are asked for through its API function."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Unpack

from simulation_runtime.registry_table import RegistryTable
from tests.api_event import Extras, api_event, user
from twin.simulation.job import Artefact
from twin.simulation.manifest import ModelManifest
from twin.simulation.registry import SITE, Deployment
from twin.simulation.variables import ModelVariable
from twin_local.testing.server import LocalAws

MODEL_ID = "P-101.pump"
SECONDS = 120
ENDED = ("SUCCEEDED", "FAILED", "CANCELLED")
SPEEDS: dict[str, Any] = {
    "name": "grid",
    "inputs": {"speed": [800.0, 1000.0, 1200.0, 1400.0]},
}

VARIABLES = (
    ModelVariable("wear", "parameter", start=0.0),
    ModelVariable("efficiency_best", "parameter", start=0.7),
    ModelVariable("speed", "input", start=1.0),
    ModelVariable("flow", "output", maximum=1e6),
    ModelVariable("power", "output"),
)
MODEL = b"""
import time
STEP_SECONDS = 1.0
VARIABLES = [
    {"name": "wear", "causality": "parameter", "start": 0.0},
    {"name": "efficiency_best", "causality": "parameter", "start": 0.7},
    {"name": "speed", "causality": "input", "start": 1.0},
    {"name": "flow", "causality": "output", "maximum": 1e6},
    {"name": "power", "causality": "output"},
]


def step(state, inputs, parameters, dt_seconds):
    speed = inputs["speed"]
    if speed == 13.0:
        raise ValueError("no thirteen")
    if speed == 99.0:
        return state, {"flow": float("nan"), "power": 0.0}
    # wait here
    return state, {"flow": 2.0 * speed, "power": speed + parameters["wear"]}
"""
SLOW_MODEL = MODEL.replace(b"# wait here", b"time.sleep(0.2)")
"""A row of one step takes a fifth of a second."""

Json = dict[str, Any]


@dataclass
class Told:
    """A queue that gets events of a bus."""

    queues: Any
    url: str
    found: list[Json] = field(default_factory=list)

    def until(self, holds: Callable[[list[Json]], bool]) -> list[Json]:
        """Return all that came as soon as something holds of it."""
        deadline = time.monotonic() + SECONDS
        while not holds(self.found):
            assert time.monotonic() < deadline, self.found
            answer = self.queues.receive_message(QueueUrl=self.url, WaitTimeSeconds=1)
            self.found += [json.loads(one["Body"]) for one in answer.get("Messages", [])]
            for one in answer.get("Messages", []):
                self.queues.delete_message(QueueUrl=self.url, ReceiptHandle=one["ReceiptHandle"])
        return self.found


@dataclass
class StudySite:
    """The simulation stack of the demo site in an embedded AWS of its own."""

    aws: LocalAws
    resources: dict[str, str]
    clients: dict[str, Any] = field(default_factory=dict)

    def client(self, service: str) -> Any:  # noqa: ANN401 - a client of any service
        if service not in self.clients:
            self.clients[service] = self.aws.client(service)
        return self.clients[service]

    def call(
        self,
        method: str,
        resource: str,
        body: object = None,
        path: Mapping[str, str] | None = None,
        *,
        subject: str = "olga",
        **extras: Unpack[Extras],
    ) -> tuple[int, Json]:
        """Call the API's function as API Gateway does."""
        caller = user(subject, "engineer")
        event = api_event(method, resource, caller=caller, body=body, path=path, **extras)
        answer = self.client("lambda").invoke(
            FunctionName=self.resources["simulation_studies"], Payload=json.dumps(event)
        )
        content = json.loads(answer["Payload"].read())
        assert "FunctionError" not in answer, content
        return content["statusCode"], json.loads(content["body"])

    def start(self, **body: Any) -> Json:  # noqa: ANN401 - any JSON
        """Start a study and return it."""
        status, study = self.call("POST", "/studies", {"model_id": MODEL_ID, **body})
        assert status == 202, study
        return study

    def get(self, study_id: str) -> Json:
        status, study = self.call("GET", "/studies/{study_id}", path={"study_id": study_id})
        assert status == 200, study
        counts = study["counts"]
        assert counts["accepted"] == counts["done"] + counts["failed"] + counts["pending"]
        return study

    def ended(self, study_id: str) -> Json:
        """Wait for the end of a study and return it."""
        return self.until(study_id, lambda study: study["state"] in ENDED)

    def until(self, study_id: str, holds: Callable[[Json], bool]) -> Json:
        """Return a study as soon as something holds of it."""
        deadline = time.monotonic() + SECONDS
        while not holds(study := self.get(study_id)):
            assert time.monotonic() < deadline, study
            time.sleep(0.2)
        return study

    def results(self, study_id: str) -> Json:
        status, results = self.call(
            "GET", "/studies/{study_id}/results", path={"study_id": study_id}
        )
        assert status == 200, results
        return results

    def cancel(self, study_id: str) -> Json:
        path = {"study_id": study_id}
        status, study = self.call("POST", "/studies/{study_id}/cancel", path=path)
        assert status == 202, study
        return study

    @cached_property
    def bucket(self) -> str:
        return self.resources["bucket"]

    def objects(self, prefix: str) -> dict[str, str]:
        """Return ETags by the keys below a prefix."""
        pages = self.client("s3").get_paginator("list_objects_v2")
        found = pages.paginate(Bucket=self.bucket, Prefix=prefix)
        return {item["Key"]: item["ETag"] for page in found for item in page.get("Contents", [])}

    def executions(self, study_id: str) -> list[str]:
        """Return the names of the workflow's executions for a study."""
        pages = self.client("stepfunctions").get_paginator("list_executions")
        found = pages.paginate(stateMachineArn=self.resources["machine"])
        names = [one["name"] for page in found for one in page["executions"]]
        return sorted(name for name in names if name.startswith(study_id))

    def jobs(self, study_id: str) -> list[Json]:
        """Return the jobs that were submitted for a study, not the children of arrays."""
        batch = self.client("batch")
        (queue,) = batch.describe_job_queues()["jobQueues"]
        named = [{"name": "JOB_NAME", "values": [f"study-{study_id}*"]}]
        pages = batch.get_paginator("list_jobs").paginate(
            jobQueue=queue["jobQueueArn"], filters=named
        )
        ids = [job["jobId"] for page in pages for job in page["jobSummaryList"]]
        jobs: list[Json] = batch.describe_jobs(jobs=ids)["jobs"]
        return [{"arrayProperties": {}, **job} for job in jobs]

    @contextmanager
    def events(self) -> Iterator[Told]:
        """Yield what the site's bus tells of studies meanwhile."""
        events, queues, name = self.client("events"), self.client("sqs"), "studies-told"
        url = queues.create_queue(QueueName=name)["QueueUrl"]
        arn = queues.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
        target = {"Id": "told", "Arn": arn["Attributes"]["QueueArn"]}
        bus = self.resources["bus"]
        rule = {"Name": name, "EventBusName": bus}
        pattern = {"detail-type": ["StudyStateChanged"]}
        made = events.put_rule(**rule, EventPattern=json.dumps(pattern))["RuleArn"]
        allowed = {
            "Effect": "Allow",
            "Principal": {"Service": "events.amazonaws.com"},
            "Action": "sqs:SendMessage",
            "Resource": target["Arn"],
            "Condition": {"ArnEquals": {"aws:SourceArn": made}},
        }
        policy = json.dumps({"Version": "2012-10-17", "Statement": [allowed]})
        queues.set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy})
        events.put_targets(Rule=name, EventBusName=bus, Targets=[target])
        yield Told(queues, url)
        events.remove_targets(Rule=name, EventBusName=bus, Ids=["told"])
        events.delete_rule(**rule)
        queues.delete_queue(QueueUrl=url)

    def read(self, key: str) -> bytes:
        content: bytes = self.client("s3").get_object(Bucket=self.bucket, Key=key)["Body"].read()
        return content

    def put(self, key: str, content: bytes) -> None:
        self.client("s3").put_object(Bucket=self.bucket, Key=key, Body=content)

    def deploy(
        self, model: bytes, *, steps_per_second: float | None = None, kind: str = "python"
    ) -> None:
        """Deploy another file of the model as the registry keeps it, and make it active.

        With `steps_per_second` it has a manifest of `MODEL` that says so, else studies measure it.
        """
        digest = hashlib.sha256(model).hexdigest()
        artefact = Artefact(f"models/{digest}/model", digest)
        self.put(artefact.key, model)
        registry = RegistryTable(self.client("dynamodb"), self.resources["registry"])
        deployment = Deployment(
            model_id=MODEL_ID,
            number=registry.next_number(MODEL_ID, "deployment"),
            kind=kind,
            artefact=artefact,
            **self._manifest(model, steps_per_second),
            image_digest="",
            git_revision="",
            deployed_by="olga",
            deployed_at=time.time(),
        )
        registry.add_deployment(deployment)
        self._activate(registry, deployment.number)

    def deploy_sites_own(self) -> None:
        """Make the file active that the site deploys."""
        self._activate(RegistryTable(self.client("dynamodb"), self.resources["registry"]), SITE)

    def _activate(self, registry: RegistryTable, number: int) -> None:
        registry.activate(
            MODEL_ID,
            "deployment",
            number,
            expected_revision=registry.activations(MODEL_ID).revision,
            by="olga",
            at=time.time(),
        )

    def _manifest(self, model: bytes, steps_per_second: float | None) -> dict[str, str]:
        """Write a manifest that says how fast the model steps, if it is to; return where."""
        if steps_per_second is None:
            return {"manifest_key": "", "manifest_sha256": ""}
        digest = hashlib.sha256(model).hexdigest()
        manifest = ModelManifest(
            id=MODEL_ID,
            kind="python",
            artefact_sha256=digest,
            artefact_bytes=len(model),
            variables=VARIABLES,
            step_seconds=1.0,
            steps_per_second=steps_per_second,
        )
        key = f"models/{digest}/manifest-{steps_per_second:g}.json"
        self.put(key, manifest.to_json().encode())
        return {"manifest_key": key, "manifest_sha256": manifest.digest}
