"""The job: read the input, fetch the model by digest, run its samples, write the output."""

from __future__ import annotations

import tempfile
from dataclasses import asdict
from pathlib import Path

from container_runtime.storage import S3Uri, download, read_json, write_json
from simulate.fmu import FmuRuntime
from simulate.interval import predict
from twin.simulation.job import JobInput


def simulate(source: S3Uri, target: S3Uri) -> None:
    """Run the model of an input and write `{"input_digest", "outputs": {variable: …}}`.

    Raises:
        ObjectMissing, ObjectCorrupt: the input or the model is not what it should be.
        ModelBroken: the model cannot be run.
    """
    job = JobInput.from_mapping(read_json(source))
    with tempfile.TemporaryDirectory() as folder:
        artefact = S3Uri(source.bucket, job.artefact.key)
        file = download(artefact, Path(folder) / "model.fmu", sha256=job.artefact.sha256)
        with FmuRuntime(file, Path(folder) / "unpacked") as runtime:
            outputs = predict(runtime, job)
    body = {name: asdict(output) for name, output in outputs.items()}
    write_json(target, {"input_digest": job.digest, "outputs": body})
