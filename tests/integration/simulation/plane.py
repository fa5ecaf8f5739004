"""The simulation plane as its callers see it: the API, the workflow's steps, the signals."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Unpack

from simulation_fail.handler import handler as fail
from simulation_models.handler import handler as models
from simulation_prepare.handler import handler as prepare
from simulation_publish.handler import handler as publish
from simulation_runs.handler import handler as runs
from simulation_what_if.handler import handler as what_if
from tests.api_event import Extras, api_event, user
from twin.site_document import SimulationModel, SiteDocument
from twin_runtime import clients
from twin_runtime.values import history, latest_samples

MODELS_BUCKET = "models"
MODEL_ID = "P-101.pump"
JOBS = {"simulate": "arn:aws:batch:us-east-1:123456789012:job-definition/simulate:1"}
"""What the state machine tells the first step of the jobs there are."""

MEASURED = {"speed": 1450.0, "suction_pressure": 0.3, "discharge_pressure": 3.0}


@dataclass
class SimulationPlane:
    """The API and the workflow's steps, called as API Gateway and Step Functions call them."""

    site: SiteDocument
    machine: str
    events: list[dict[str, Any]] = field(default_factory=list)
    others: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    """Events that are not of runs: their type and detail."""

    subject: str = "olga"
    role: str = "operator"

    @property
    def model(self) -> SimulationModel:
        return self.site.model_by_id[MODEL_ID]

    def call(
        self,
        method: str,
        resource: str,
        body: object = None,
        path: Mapping[str, str] | None = None,
        **extras: Unpack[Extras],
    ) -> tuple[int, Any]:
        caller = user(self.subject, self.role)
        event = api_event(method, resource, caller=caller, body=body, path=path, **extras)
        serve = models if resource.startswith("/models") else runs
        if resource.startswith("/what-if") or resource.endswith("/trajectory"):
            serve = what_if
        answer = serve(event, None)
        return answer["statusCode"], json.loads(answer["body"])

    def start(self, **body: Any) -> Any:  # noqa: ANN401 - any JSON
        """Start a run and return it."""
        status, run = self.call("POST", "/runs", {"model_id": MODEL_ID, **body})
        assert status == 202, run
        return run

    def get(self, run_id: str) -> Any:  # noqa: ANN401 - any JSON
        status, run = self.call("GET", "/runs/{run_id}", path={"run_id": run_id})
        assert status == 200, run
        return run

    def executions(self) -> dict[str, Any]:
        """Return the input of every execution of the workflow by its name."""
        client = clients.stepfunctions()
        listed = client.list_executions(stateMachineArn=self.machine)["executions"]
        details = [client.describe_execution(executionArn=one["executionArn"]) for one in listed]
        return {one["name"]: json.loads(one["input"]) for one in details}

    def prepare(self, run_id: str) -> Any:  # noqa: ANN401 - any JSON
        """Do the workflow's first step of a run that was started."""
        return prepare({"execution": run_id, "jobs": JOBS, **self.executions()[run_id]}, None)

    def prepare_scheduled(self, execution: str, model_id: str = MODEL_ID) -> Any:  # noqa: ANN401
        """Do the workflow's first step of a run that a schedule starts."""
        order = {"model_id": model_id, "kind": "prediction", "inputs": {}}
        return prepare({"execution": execution, "jobs": JOBS, **order}, None)

    def job_input(self, run_id: str) -> Any:  # noqa: ANN401 - any JSON
        """Return what prepare wrote for the job."""
        key = f"runs/{run_id}/input.json"
        return json.loads(clients.s3().get_object(Bucket=MODELS_BUCKET, Key=key)["Body"].read())

    def write(self, run_id: str, name: str, body: object) -> None:
        """Write what a job writes."""
        clients.s3().put_object(
            Bucket=MODELS_BUCKET, Key=f"runs/{run_id}/{name}", Body=json.dumps(body).encode()
        )

    def publish(self, run_id: str) -> dict[str, str]:
        return publish({"run_id": run_id}, None)

    def fail(self, run_id: str, error: str, cause: object) -> dict[str, str]:
        text = cause if isinstance(cause, str) else json.dumps(cause)
        return fail({"execution": run_id, "failure": {"Error": error, "Cause": text}}, None)

    def end(self, run_id: str, status: str) -> dict[str, str]:
        """Tell that an execution of the workflow ended, as EventBridge does."""
        detail = {"name": run_id, "status": status, "input": "{}", "output": None}
        event = {
            "source": "aws.states",
            "detail-type": "Step Functions Execution Status Change",
            "detail": {"stateMachineArn": self.machine, **detail},
        }
        return fail(event, None)

    def stored(self, name: str) -> list[tuple[float, Any]]:
        """Return the times and values of one signal of P-101, oldest first."""
        page = history(
            clients.iotsitewise(),
            f"/demo/P-101/{name}",
            start=time.time() - 86_400,
            end=time.time() + 60,
            quality="GOOD",
            limit=100,
            token=None,
        )
        return [(point.time, point.value) for point in page.points]

    def measure(self, name: str, value: float, *, age: float = 0.0, quality: str = "GOOD") -> None:
        """Store one measured value of P-101."""
        nanoseconds = round((time.time() - age) * 1e6) * 1_000
        entry: Any = {
            "entryId": "e",
            "propertyAlias": f"/demo/P-101/{name}",
            "propertyValues": [
                {
                    "value": {"doubleValue": value},
                    "timestamp": {
                        "timeInSeconds": nanoseconds // 10**9,
                        "offsetInNanos": nanoseconds % 10**9,
                    },
                    "quality": quality,
                }
            ],
        }
        answer = clients.iotsitewise().batch_put_asset_property_value(entries=[entry])
        assert answer["errorEntries"] == []

    def latest(self) -> dict[str, Any]:
        """Return the latest value of every signal that predictions go to, by its name."""
        model = self.model
        aliases = [model.version_alias, model.valid_alias, model.validity_alias]
        for one in model.predictions:
            aliases += one.written
        found = latest_samples(clients.iotsitewise(), aliases)
        return {alias.rpartition("/")[2]: sample.value for alias, sample in found.items()}

    def states(self, run_id: str) -> list[str]:
        """Return the states of a run as they were announced."""
        return [event["state"] for event in self.events if event["run_id"] == run_id]
