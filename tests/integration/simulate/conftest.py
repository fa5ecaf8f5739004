"""Run the simulation job as its image does: its own interpreter, its command, S3 by endpoint."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto.server import ThreadedMotoServer

from twin.simulation.job import Artefact, JobInput
from twin.site_document import Parameter

RUN = "runs/r-1"
INPUTS = {"speed": 1450.0, "suction_pressure": 0.3, "discharge_pressure": 3.0}
PARAMETERS = (Parameter("wear", 0.05, 0.02), Parameter("efficiency_best", 0.72, 0.015))


@dataclass(frozen=True)
class Ended:
    """How a job ended, and what it left beside its input."""

    exit_code: int
    files: dict[str, Any]
    log: str

    @property
    def outputs(self) -> dict[str, dict[str, float]]:
        assert self.exit_code == 0, self.log
        outputs: dict[str, dict[str, float]] = self.files["output.json"]["outputs"]
        return outputs

    @property
    def error(self) -> dict[str, str]:
        """Return the typed error of a job that refused; it has no output then."""
        assert self.exit_code == 10, self.log
        assert set(self.files) == {"error.json"}
        error: dict[str, str] = self.files["error.json"]["error"]
        return error


class SimulationJob:
    """The job's interpreter over an in-process S3."""

    def __init__(self, root: Path, endpoint: str) -> None:
        self.python = root / ".build" / "venvs" / "simulate" / "bin" / "python"
        self._environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": os.pathsep.join((str(root / "containers"), str(root))),
            "AWS_ENDPOINT_URL": endpoint,
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "testing",
            "AWS_SECRET_ACCESS_KEY": "testing",
        }
        self.s3 = boto3.client(
            "s3",
            endpoint_url=endpoint,
            region_name="us-east-1",
            aws_access_key_id="testing",
            aws_secret_access_key="testing",
        )

    def run(self, fmu: bytes, *, sha256: str = "", **changes: Any) -> Ended:  # noqa: ANN401
        """Run a model with an input that is whole but for the changes."""
        digest = sha256 or hashlib.sha256(fmu).hexdigest()
        job = JobInput(
            model_id="P-101.pump",
            model_version="v",
            artefact=Artefact(f"models/{digest}/pump.fmu", digest),
            inputs=INPUTS,
            outputs=("flow", "power"),
            parameters=PARAMETERS,
            interval_probability=0.9,
            horizon_seconds=60.0,
            step_seconds=1.0,
        )
        text = json.dumps({**json.loads(job.to_json()), **changes})
        return self.run_text(text, {job.artefact.key: fmu})

    def run_text(self, text: str | None, objects: dict[str, bytes]) -> Ended:
        """Run the job with this very input."""
        bucket = f"models-{os.urandom(8).hex()}"
        self.s3.create_bucket(Bucket=bucket)
        given = {} if text is None else {f"{RUN}/input.json": text.encode()}
        for key, content in {**objects, **given}.items():
            self.s3.put_object(Bucket=bucket, Key=key, Body=content)
        folder = f"s3://{bucket}/{RUN}"
        done = self.execute("--input", f"{folder}/input.json", "--output", f"{folder}/output.json")
        files = self._files(bucket)
        files.pop("input.json", None)
        return Ended(done.returncode, files, done.stdout + done.stderr)

    def execute(
        self,
        *options: str,
        python: Path | None = None,
        image: str = "simulate",
        environment: dict[str, str] | None = None,
    ) -> subprocess.CompletedProcess[str]:
        """Run the command of the image, or of another one with its own interpreter."""
        return subprocess.run(
            [str(python or self.python), "-m", image, *options],
            env={**self._environment, **(environment or {})},
            capture_output=True,
            text=True,
            check=False,
        )

    def begin(self, *options: str) -> subprocess.Popen[str]:
        """Begin the command of the image in a process group of its own."""
        return subprocess.Popen(
            [str(self.python), "-m", "simulate", *options],
            env=self._environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )

    def _files(self, bucket: str) -> dict[str, Any]:
        listed = self.s3.list_objects_v2(Bucket=bucket, Prefix=f"{RUN}/").get("Contents", [])
        return {
            item["Key"].removeprefix(f"{RUN}/"): json.loads(
                self.s3.get_object(Bucket=bucket, Key=item["Key"])["Body"].read()
            )
            for item in listed
            if not item["Key"].endswith("input.json")
        }


@pytest.fixture(scope="session")
def job(repository_root: Path) -> Iterator[SimulationJob]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    found = SimulationJob(repository_root, f"http://{host}:{port}")
    if not found.python.is_file():
        pytest.skip("no environment of the simulation job: run `make setup`")
    yield found
    server.stop()


@pytest.fixture(scope="session")
def fmu(repository_root: Path) -> bytes:
    path = repository_root / ".build" / "models" / "pump.fmu"
    if not path.is_file():
        pytest.skip("the pump model is not built: run `make setup`")
    return path.read_bytes()
