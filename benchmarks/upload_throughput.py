"""How fast a large file goes up: `twin assets upload` against a plain transfer of the same bytes.

Both write to the embedded S3 in the same run. The command line digests every part, has its address
signed through the API, and completes a session that the service verifies; boto3's `upload_file`
sends parts as large, as many at a time, into a bucket of its own. A second upload of the same file
after a cut says what resuming costs: it digests, and sends only the last part.
"""

from __future__ import annotations

import json
import os
import tempfile
import time
from pathlib import Path
from typing import Any

import boto3
from boto3.s3.transfer import TransferConfig

from benchmarks.harness import Result
from benchmarks.running import running_twin
from twin.spatial.part_plan import PartPlan
from twin_local.cli.client import ApiClient
from twin_local.cli.file_upload import Target, send
from twin_local.cli.part_transfer import AT_A_TIME, PartTransfer
from twin_local.cli.profile import local

PORT_BASE = 19_020
MEBIBYTE = 1024**2
SIZE_BYTES = 512 * MEBIBYTE
TURNS = 2
"""How often both ways are gone in turn; the faster time of each counts."""

PLAIN_BUCKET = "plain-transfer"


def run() -> list[Result]:
    """Upload one file both ways."""
    with tempfile.TemporaryDirectory() as folder:
        state, file = Path(folder) / "state", Path(folder) / "scan.bin"
        _write(file)
        with running_twin(PORT_BASE, state=str(state)):
            client = ApiClient(local("engineer", status_file=state / "status.json"))
            status = json.loads((state / "status.json").read_text())
            plains, wholes = [], []
            for turn in range(TURNS):
                plains.append(_plain_seconds(status, file))
                wholes.append(_seconds(client, file, f"whole-{turn}"))
            _send_all_but_last(client, file, "resumed")
            resumed = _seconds(client, file, "resumed")
    plain, whole = min(plains), min(wholes)
    reference = f"boto3 upload_file of {SIZE_BYTES // MEBIBYTE} MiB"
    rate = SIZE_BYTES / MEBIBYTE
    return [
        Result("plain transfer into the embedded S3", rate / plain, "MiB/s"),
        Result("twin assets upload", rate / whole, "MiB/s", reference, rate / plain),
        Result("twin assets upload, resumed at its last part", resumed, "s", reference, plain),
    ]


def _write(file: Path) -> None:
    """Write bytes of no known format, so that nothing converts them; no two parts are equal."""
    with file.open("wb") as written:
        written.write(b"\x00")
        for _ in range(SIZE_BYTES // MEBIBYTE - 1):
            written.write(os.urandom(MEBIBYTE))
        written.write(os.urandom(MEBIBYTE - 1))


def _plain_seconds(status: Any, file: Path) -> float:  # noqa: ANN401 - any JSON
    client: Any = boto3.client(
        "s3",
        region_name=status["region"],
        endpoint_url=status["endpoint_url"],
        aws_access_key_id="local",
        aws_secret_access_key="local",
    )
    if PLAIN_BUCKET not in {one["Name"] for one in client.list_buckets()["Buckets"]}:
        client.create_bucket(Bucket=PLAIN_BUCKET)
    part_bytes = PartPlan.of(SIZE_BYTES).part_bytes
    config = TransferConfig(
        multipart_threshold=part_bytes, multipart_chunksize=part_bytes, max_concurrency=AT_A_TIME
    )
    start = time.perf_counter()
    client.upload_file(str(file), PLAIN_BUCKET, "scan.bin", Config=config)
    took = time.perf_counter() - start
    client.delete_object(Bucket=PLAIN_BUCKET, Key="scan.bin")
    return took


def _seconds(client: ApiClient, file: Path, asset_key: str) -> float:
    start = time.perf_counter()
    send(client, file, Target(asset_key=asset_key), lambda _step, _share: None)
    return time.perf_counter() - start


def _send_all_but_last(client: ApiClient, file: Path, asset_key: str) -> None:
    """Leave a session as a client leaves it that is cut off before the last part."""
    plan = PartPlan.of(SIZE_BYTES)
    transfer = PartTransfer(client, file, plan, "SHA256", lambda _bytes: None)
    body = {"file_name": file.name, "size_bytes": SIZE_BYTES, **Target(asset_key=asset_key).body()}
    upload_id = client.post("/uploads", body)["upload_id"]
    parts = list(plan)[:-1]
    announced = transfer.announced(parts)
    targets = client.post(f"/uploads/{upload_id}/parts", {"parts": announced})["parts"]
    for part, target in zip(parts, targets, strict=True):
        transfer.put(part, target)
