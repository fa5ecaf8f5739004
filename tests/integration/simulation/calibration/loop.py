"""The calibration loop as its callers see it: API, workflow's steps, the job in its environment."""

from __future__ import annotations

import json
import math
import os
import subprocess
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Unpack

from simulation_calibrated.handler import handler as decide
from simulation_calibration_fail.handler import handler as fail
from simulation_calibrations.handler import handler as api
from simulation_runtime.calibration_settings import registry, watches
from simulation_watch.handler import handler as watch
from simulation_window.handler import handler as window
from tests.api_event import Extras, api_event, user
from tests.integration.simulation.calibration.plant import NOISE, Moment, measured
from tests.integration.simulation.plane import MODEL_ID, MODELS_BUCKET, SimulationPlane
from twin.simulation.registry import ActiveModel
from twin_runtime import clients

SAMPLES, SECONDS = 360, 60.0
"""The window of the demo site's pump."""

ERIK = user("erik", "engineer")

Change = Callable[[int, Moment], dict[str, float]]


@dataclass
class CalibrationLoop:
    """One site's loop, called as API Gateway, Step Functions and EventBridge call it."""

    plane: SimulationPlane
    python: Path
    root: Path

    def call(
        self,
        method: str,
        resource: str,
        body: object = None,
        path: Mapping[str, str] | None = None,
        **extras: Unpack[Extras],
    ) -> tuple[int, Any]:
        event = api_event(method, resource, caller=ERIK, body=body, path=path, **extras)
        answer = api(event, None)
        return answer["statusCode"], json.loads(answer["body"])

    def start(self, key: str | None = None) -> str:
        """Ask for a calibration and return its id."""
        body = {"model_id": MODEL_ID, "idempotency_key": key}
        status, found = self.call("POST", "/calibrations", body)
        assert status == 202, found
        return str(found["calibration_id"])

    def get(self, calibration_id: str) -> Any:  # noqa: ANN401 - any JSON
        path = {"calibration_id": calibration_id}
        status, found = self.call("GET", "/calibrations/{calibration_id}", path=path)
        assert status == 200, found
        return found

    def window(self, execution: str, trigger: str = "request", **more: Any) -> Any:  # noqa: ANN401
        """Do the workflow's first step."""
        told = {"model_id": MODEL_ID, "trigger": trigger, "requested_by": "erik"}
        return window({"execution": execution, **told, "request": {**told, **more}}, None)

    def started_by_drift(self) -> list[Any]:
        """Return the inputs of the executions that drifts started."""
        client = clients.stepfunctions()
        machine = os.environ["CALIBRATE_STATE_MACHINE_ARN"]
        listed = client.list_executions(stateMachineArn=machine)["executions"]
        return [
            json.loads(client.describe_execution(executionArn=one["executionArn"])["input"])
            for one in listed
            if one["name"].startswith("drift-")
        ]

    def job(self, command: list[str]) -> subprocess.Popen[str]:
        """Begin the command of the image."""
        return subprocess.Popen(
            [str(self.python), "-m", "calibrate", *command],
            env={
                **{name: os.environ[name] for name in ("PATH", "AWS_ENDPOINT_URL")},
                **{name: os.environ[name] for name in os.environ if name.startswith("AWS_")},
                "PYTHONPATH": os.pathsep.join((str(self.root / "containers"), str(self.root))),
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def run(self, execution: str, trigger: str = "request") -> Any:  # noqa: ANN401
        """Do the whole workflow and return the calibration."""
        told = self.window(execution, trigger)
        if told["go"]:
            process = self.job(told["command"])
            log, _ = process.communicate()
            assert process.returncode == 0, log
            decide({"calibration_id": execution}, None)
        return self.get(execution)

    def decide(self, calibration_id: str) -> dict[str, str]:
        return decide({"calibration_id": calibration_id}, None)

    def fail(self, execution: str, error: str, cause: str) -> dict[str, str]:
        return fail({"execution": execution, "failure": {"Error": error, "Cause": cause}}, None)

    def measure(
        self, *, wear: float, change: Change | None = None, density: float = 998.2, seed: int = 1
    ) -> None:
        """Store the last six hours of a pump; `change` says what is stored of each moment."""
        last = time.time() // SECONDS * SECONDS
        start = last - SECONDS * (SAMPLES - 1)
        moments = list(measured(start, SAMPLES, SECONDS, wear=wear, density=density, seed=seed))
        told = [
            (one.time, change(index, one) if change else one.values)
            for index, one in enumerate(moments)
        ]
        for name in NOISE:
            _store(name, [(at, values[name]) for at, values in told if name in values])

    def active(self) -> ActiveModel:
        return registry().active(self.plane.model)

    def read(self, calibration_id: str, name: str) -> bytes:
        """Return a file of a calibration."""
        key = f"calibrations/{calibration_id}/{name}"
        return clients.s3().get_object(Bucket=MODELS_BUCKET, Key=key)["Body"].read()

    def names(self, calibration_id: str) -> set[str]:
        """Return the names of the files of a calibration."""
        prefix = f"calibrations/{calibration_id}/"
        listed = clients.s3().list_objects_v2(Bucket=MODELS_BUCKET, Prefix=prefix)
        return {item["Key"].removeprefix(prefix) for item in listed.get("Contents", [])}

    def predicted(
        self, number: int, *, off: float = 0.0, at: float | None = None, version: str = ""
    ) -> str:
        """Tell of a prediction whose flow is `off` by so many m³/h; return what was done."""
        output = {"value": 40.0, "raw_lower": 39.9, "raw_upper": 40.1, "measured": 40.0 + off}
        detail = {
            "run_id": f"run-{number}",
            "model_id": MODEL_ID,
            "kind": "prediction",
            "state": "SUCCEEDED",
            "inputs": {"speed": 1450.0},
            "inputs_at": time.time() + number if at is None else at,
            "model_version": "FMU 1",
            "parameter_version": version,
            "outputs": {"flow": output},
        }
        return str(watch({"detail": detail}, None)["did"])

    @property
    def remembered(self) -> int:
        return len(watches().find(MODEL_ID).innovations)


def _store(name: str, values: Iterable[tuple[float, float]]) -> None:
    listed = list(values)
    for start in range(0, len(listed), 10):
        points: Any = [
            {
                "value": {"doubleValue": value},
                "timestamp": {"timeInSeconds": int(at), "offsetInNanos": 0},
                # SiteWise takes no NaN of good quality.
                "quality": "BAD" if math.isnan(value) else "GOOD",
            }
            for at, value in listed[start : start + 10]
        ]
        answer = clients.iotsitewise().batch_put_asset_property_value(
            entries=[
                {
                    "entryId": "e",
                    "propertyAlias": f"/demo/P-101/{name}",
                    "propertyValues": points,
                }
            ]
        )
        assert answer["errorEntries"] == []
