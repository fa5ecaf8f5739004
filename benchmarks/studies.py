"""A study of 10,000 runs of 3,600 steps, whole: its jobs over S3, beside FMPy's `simulate_fmu`.

The jobs are those of the workflow, with the commands of its plan, as processes of this machine: one
describes the model, two chunks run at once, one collects. Bare runs are the same inputs without
rows, ids, blocks and S3, and those of FMPy its public interface on an instance that is kept, both
on a part of the rows and multiplied. What is submitted is counted as planned.
"""

from __future__ import annotations

import hashlib
import json
import logging
import resource
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import boto3
from moto.server import ThreadedMotoServer

from benchmarks.harness import Result, require
from benchmarks.image_process import ROOT, environment_of_image, json_told_by
from benchmarks.pump_study import pump_study
from twin.simulation.job import Artefact
from twin.simulation.manifest_reading import read_manifest
from twin.simulation.study_plan import StudyPlan, chunk_groups, plan_study

PYTHON = ROOT / ".build" / "venvs" / "simulate" / "bin" / "python"
FMU = ROOT / ".build" / "models" / "pump.fmu"
BUCKET = "models"
ROWS, STEPS, PART = 10_000, 3600, 50
AT_ONCE = 2
GOAL_SECONDS = 90.0

BARE = """
import json, sys, tempfile, time
from pathlib import Path
import fmpy
from model_runtime.experiment import Experiment
from simulate.runtimes.fmu import open_model

fmu, rows, steps = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
outputs = ("flow", "power")
starts = [{"speed": 1400.0, "wear": 0.3 * row / rows} for row in range(rows)]
told = {}
with open_model(fmu, Path(tempfile.mkdtemp())) as model:
    begin = time.process_time()
    for start in starts:
        model.reset(start)
        model.end_values(Experiment(1.0, steps, outputs))
    told["ours"] = time.process_time() - begin
folder = fmpy.extract(str(fmu))
description = fmpy.read_model_description(folder)
instance = fmpy.instantiate_fmu(folder, description, fmi_type="CoSimulation")
begin = time.process_time()
for start in starts:
    instance.reset()
    fmpy.simulate_fmu(
        folder, model_description=description, fmu_instance=instance, start_values=start,
        stop_time=float(steps), output_interval=1.0, output=list(outputs),
    )
told["fmpy"] = time.process_time() - begin
Path(sys.argv[4]).write_text(json.dumps(told))
"""


@dataclass(frozen=True)
class Taken:
    """Seconds by the clock and of all processors."""

    seconds: float
    processor_seconds: float


def run() -> list[Result]:
    """Measure the study and the runs that it is compared with.

    Raises:
        Unavailable: the image's environment or the demo's model are missing.
    """
    require(PYTHON, FMU)
    with _storage() as storage:
        plan, taken = _study(storage)
    bare = json_told_by(PYTHON, BARE, str(FMU), str(ROWS // PART), str(STEPS))
    fmpy_seconds, own_seconds = bare["fmpy"] * PART, bare["ours"] * PART
    jobs = 1 if plan.chunks == 1 else len(chunk_groups(plan.chunks)) + 1
    runs = f"{ROWS:,} x {STEPS:,} steps"
    return [
        Result(f"SubmitJob calls of {ROWS:,} samples", jobs, "calls", "one per sample", ROWS),
        Result(f"study of {runs}, whole", taken.seconds, "s", "goal", GOAL_SECONDS),
        Result(
            "the same, all its jobs",
            taken.processor_seconds,
            "cpu-s",
            f"simulate_fmu, 1/{PART} measured",
            fmpy_seconds,
        ),
        Result(
            "the same, all its jobs",
            taken.processor_seconds,
            "cpu-s",
            f"the same runs bare, 1/{PART} measured",
            own_seconds,
        ),
    ]


class _Storage:
    """An S3 for the jobs."""

    def __init__(self, endpoint: str) -> None:
        self.environment = {
            **environment_of_image(),
            "AWS_ENDPOINT_URL": endpoint,
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "testing",
            "AWS_SECRET_ACCESS_KEY": "testing",
        }
        self.client = boto3.client(
            "s3",
            endpoint_url=endpoint,
            region_name="us-east-1",
            aws_access_key_id="testing",
            aws_secret_access_key="testing",
        )
        self.client.create_bucket(Bucket=BUCKET)

    def begin(self, *arguments: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen([PYTHON, "-m", "simulate", *arguments], env=self.environment)

    def run(self, *arguments: str) -> None:
        _await(self.begin(*arguments))

    def read(self, key: str) -> bytes:
        return self.client.get_object(Bucket=BUCKET, Key=key)["Body"].read()

    def put(self, key: str, content: bytes) -> None:
        self.client.put_object(Bucket=BUCKET, Key=key, Body=content)


@contextmanager
def _storage() -> Iterator[_Storage]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # a line for each request
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    try:
        yield _Storage(f"http://{host}:{port}")
    finally:
        server.stop()


def _study(storage: _Storage) -> tuple[StudyPlan, Taken]:
    content = FMU.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    model = Artefact(f"models/{digest}/pump.fmu", digest)
    order = pump_study(model, rows=ROWS, steps=STEPS)
    folder = f"s3://{BUCKET}/studies/{order.study_id}"
    storage.put(order.artefact.key, content)
    begin, used = time.perf_counter(), _children_seconds()
    artefact = f"s3://{BUCKET}/{order.artefact.key}"
    storage.run(
        *("--describe", artefact, "--sha256", digest),
        *("--output", f"s3://{BUCKET}/manifest.json"),
    )
    plan = plan_study(order, read_manifest(storage.read("manifest.json")))
    storage.put(f"studies/{order.study_id}/study.json", plan.study.to_json().encode())
    common = ["--output", folder, "--of", str(AT_ONCE)]
    chunks = [
        storage.begin("--study", f"{folder}/study.json", "--index", str(index), *common)
        for index in range(AT_ONCE)
    ]
    for chunk in chunks:
        _await(chunk)
    storage.run("--collect", f"{folder}/study.json", *common)
    taken = Taken(time.perf_counter() - begin, _children_seconds() - used)
    summary = json.loads(storage.read(f"studies/{order.study_id}/summary.json"))
    if (summary["rows"], summary["failed"]) != (ROWS, {}):
        raise RuntimeError(f"the study went wrong: {summary['failed']}")
    return plan, taken


def _await(process: subprocess.Popen[bytes]) -> None:
    if process.wait():
        raise RuntimeError(f"a job ended with {process.returncode}")


def _children_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
