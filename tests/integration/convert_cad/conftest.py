"""Run the CAD converter as its image does: its own interpreter, its command, S3 by endpoint."""

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

from twin.spatial.derivative import Recipe
from twin.spatial.manifest import Manifest

HERE = Path(__file__).parent
PREFIX = "derivatives/one"


@dataclass(frozen=True)
class Outcome:
    """How a job ended, and what it left in the bucket."""

    exit_code: int
    files: dict[str, bytes]
    log: str

    @property
    def error(self) -> dict[str, str]:
        error: dict[str, str] = json.loads(self.files["error.json"])["error"]
        return error

    def json(self, name: str) -> Any:  # noqa: ANN401 - any JSON
        return json.loads(self.files[name])

    @property
    def manifest(self) -> Manifest:
        value = self.json("manifest.json")
        return Manifest.from_dict(value, recipe=Recipe(**value["recipe"]))

    def glb(self, name: str = "model.raw.glb") -> Any:  # noqa: ANN401 - glTF's JSON
        data = self.files[name]
        return json.loads(data[20 : 20 + int.from_bytes(data[12:16], "little")])


class CadConverter:
    """The converter's interpreter over an in-process S3."""

    def __init__(self, root: Path, endpoint: str) -> None:
        self.python = root / ".build" / "venvs" / "convert_cad" / "bin" / "python"
        self._root = root
        self._environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": os.pathsep.join((str(root / "containers"), str(root))),
            "AWS_ENDPOINT_URL": endpoint,
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "testing",
            "AWS_SECRET_ACCESS_KEY": "testing",
        }
        self._s3 = boto3.client(
            "s3",
            endpoint_url=endpoint,
            region_name="us-east-1",
            aws_access_key_id="testing",
            aws_secret_access_key="testing",
        )

    def convert(self, content: bytes, *options: str, sha256: str = "") -> Outcome:
        """Convert a file and collect what is in the bucket afterwards."""
        bucket = f"job-{os.urandom(8).hex()}"
        self._s3.create_bucket(Bucket=bucket)
        self._s3.put_object(Bucket=bucket, Key="source", Body=content)
        command = [
            *(str(self.python), "-m", "convert_cad", "--asset-key", "test"),
            *("--source", f"s3://{bucket}/source"),
            *("--sha256", sha256 or hashlib.sha256(content).hexdigest()),
            *("--output", f"s3://{bucket}/{PREFIX}"),
            *options,
        ]
        ended = subprocess.run(
            command, env=self._environment, capture_output=True, text=True, check=False
        )
        return Outcome(ended.returncode, self._files(bucket), ended.stdout + ended.stderr)

    def make(self, shape: str, folder: Path) -> bytes:
        """Return a STEP file that `make_step.py` makes."""
        target = folder / f"{shape}.step"
        command = [str(self.python), str(HERE / "make_step.py"), shape, str(target)]
        subprocess.run(command, check=True, capture_output=True, cwd=folder)
        return target.read_bytes()

    def _files(self, bucket: str) -> dict[str, bytes]:
        listed = self._s3.list_objects_v2(Bucket=bucket, Prefix=PREFIX).get("Contents", [])
        keys = [item["Key"] for item in listed]
        return {
            key.removeprefix(f"{PREFIX}/"): self._s3.get_object(Bucket=bucket, Key=key)[
                "Body"
            ].read()
            for key in keys
        }


@pytest.fixture(scope="session")
def s3_endpoint() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(scope="session")
def converter(repository_root: Path, s3_endpoint: str) -> CadConverter:
    found = CadConverter(repository_root, s3_endpoint)
    if not found.python.is_file():
        pytest.skip("no environment of the CAD converter: run `make setup`")
    return found
