"""An upload whose process was killed goes on where it stopped, from another process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.integration.spatial.cli_client import Client
from tests.integration.spatial.plane import PART_BYTES, SpatialPlane
from twin.spatial.part_plan import PartPlan
from twin_local.cli.file_upload import Target, send
from twin_runtime import clients

PARTS = 6
HANGING_UPLOAD = """
import sys, threading
from pathlib import Path
from tests.integration.spatial.cli_client import Client
from tests.integration.spatial.plane import SpatialPlane
from twin_local.cli.file_upload import Target, send

one_at_a_time = threading.Lock()  # nothing is on its way when the process is killed

class Hanging(Client):
    def _put(self, url, body, headers):
        with one_at_a_time:
            if len(self.puts) >= 3:
                print("half way", flush=True)
                threading.Event().wait()
            return super()._put(url, body, headers)

send(Hanging(SpatialPlane()), Path(sys.argv[1]), Target(), lambda step, share: None)
"""


def test_killed_upload_sends_only_what_is_missing(
    served_plane: SpatialPlane, tmp_path: Path
) -> None:
    path = tmp_path / "scan.bin"
    path.write_bytes(b"\x00\x01" * (PARTS * PART_BYTES // 2) + b"end")
    assert PartPlan.of(path.stat().st_size).count == PARTS + 1
    paths = os.pathsep.join([".", "local", "lambda", "constructs"])
    with subprocess.Popen(
        [sys.executable, "-c", HANGING_UPLOAD, str(path)],
        env=os.environ | {"PYTHONPATH": paths},
        stdout=subprocess.PIPE,
        text=True,
    ) as killed:
        assert killed.stdout is not None
        lines = iter(killed.stdout.readline, "")
        assert any(line == "half way\n" for line in lines)
        killed.kill()
    stored = _stored()
    assert len(stored) == 3
    client = Client(served_plane)
    upload = send(client, path, Target(), lambda _step, _share: None)
    assert upload["state"] == "UPLOADED"
    assert sorted(client.puts) == sorted(set(range(1, PARTS + 2)) - set(stored))
    found = clients.s3().get_object(Bucket="uploads", Key=f"uploads/{upload['upload_id']}/source")
    assert found["Body"].read() == path.read_bytes()


def _stored() -> list[int]:
    """Return the parts of the one open upload."""
    (upload,) = clients.s3().list_multipart_uploads(Bucket="uploads")["Uploads"]
    listed = clients.s3().list_parts(
        Bucket="uploads", Key=upload["Key"], UploadId=upload["UploadId"]
    )
    return [part["PartNumber"] for part in listed["Parts"]]
