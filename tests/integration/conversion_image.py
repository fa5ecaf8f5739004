"""Run a converter as its image does: its own interpreter, its command, S3 by endpoint."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import pytest

from twin.spatial.converter import Converter
from twin.spatial.converters import converters
from twin.spatial.derivative import RUN, Recipe
from twin.spatial.manifest import Manifest

PREFIX = "derivatives/one"


@dataclass(frozen=True)
class Outcome:
    """How a job ended, what it left in the bucket, and what it says of its run."""

    exit_code: int
    files: dict[str, bytes]
    run: dict[str, Any]
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


class ConversionImage:
    """The interpreter of one image over an in-process S3."""

    def __init__(self, root: Path, endpoint: str, package: str) -> None:
        self.python = root / ".build" / "venvs" / package / "bin" / "python"
        self.package = package
        if not self.python.is_file():
            pytest.skip(f"no environment of {package}: run `make setup`")
        self.environment = {
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

    def convert(
        self,
        converter: str,
        content: bytes,
        *options: str,
        sha256: str = "",
        **parameters: float | str,
    ) -> Outcome:
        """Convert a file as the workflow orders it; collect what is in the bucket afterwards."""
        bucket = f"job-{os.urandom(8).hex()}"
        self._s3.create_bucket(Bucket=bucket)
        self._s3.put_object(Bucket=bucket, Key="source", Body=content)
        asked = {**registered(converter).parameters, **parameters}
        command = [
            *(str(self.python), "-m", self.package, "--asset-key", "test"),
            *("--source", f"s3://{bucket}/source"),
            *("--sha256", sha256 or hashlib.sha256(content).hexdigest()),
            *("--output", f"s3://{bucket}/{PREFIX}"),
            *("--converter", converter, "--parameters", json.dumps(asked)),
            *options,
        ]
        ended = subprocess.run(
            command, env=self.environment, capture_output=True, text=True, check=False
        )
        files = self._files(bucket)
        run = json.loads(files.pop(RUN, b"{}"))
        return Outcome(ended.returncode, files, run, ended.stdout + ended.stderr)

    def python_output(self, script: Path, *arguments: str, folder: Path) -> str:
        """Run a script with the image's interpreter in a folder; return what it printed."""
        return subprocess.run(
            [str(self.python), str(script), *arguments],
            env=self.environment,
            check=True,
            capture_output=True,
            text=True,
            cwd=folder,
        ).stdout

    def _files(self, bucket: str) -> dict[str, bytes]:
        listed = self._s3.list_objects_v2(Bucket=bucket, Prefix=PREFIX).get("Contents", [])
        keys = [item["Key"] for item in listed]
        return {
            key.removeprefix(f"{PREFIX}/"): self._s3.get_object(Bucket=bucket, Key=key)[
                "Body"
            ].read()
            for key in keys
        }


def registered(name: str) -> Converter:
    """Return a converter of the registry."""
    return next(converter for converter in converters() if converter.name == name)
