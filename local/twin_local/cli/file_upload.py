"""One file's way to the catalogue: session, parts, completion, conversion."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from twin.errors import TwinError
from twin.spatial.part_plan import PartPlan
from twin.spatial.upload_plan import Checksum
from twin_local.cli.client import ApiClient, ApiRefused, ApiUnreachable, Json
from twin_local.cli.part_transfer import PartTransfer, may_pass, pauses

POLL_SECONDS = 0.5
FINAL_STATES = ("PUBLISHED", "REJECTED", "ABORTED", "EXPIRED")

Progress = Callable[[str, float], None]
"""Told the name of a step and the share of it that is done."""


class ConversionPending(TwinError):
    """The file was neither published nor refused within the time given."""

    code = "CONVERSION_PENDING"
    status = 504


@dataclass(frozen=True)
class Target:
    """Where a file is to go, and how; what is not said the service decides."""

    database_id: str = "site"
    asset_key: str | None = None
    path: str | None = None
    hold: bool = False
    unpack: bool = False
    checksum: Checksum = "SHA256"

    def body(self) -> Json:
        """Return it as the announcement says it."""
        named = {"asset_key": self.asset_key, "path": self.path}
        return {
            "database_id": self.database_id,
            "hold": self.hold,
            "unpack": self.unpack,
            "checksum": self.checksum,
            **{name: value for name, value in named.items() if value is not None},
        }


def send(client: ApiClient, path: Path, target: Target, progress: Progress) -> Json:
    """Upload a file and return its upload; one that was cut off goes on where it stopped.

    Raises:
        ApiRefused: the service, or the storage, does not take the file.
        ApiUnreachable: they do not answer.
    """
    size = path.stat().st_size
    announcement = {"file_name": path.name, "size_bytes": size, **target.body()}
    if size == 0:
        return client.post("/uploads", announcement)
    transfer = PartTransfer(
        client, path, PartPlan.of(size), target.checksum, _counting(size, progress)
    )
    parts = transfer.announced(transfer.groups()[0])
    created = client.post("/uploads", {**announcement, "parts": parts})
    upload_id = created["upload_id"]
    transfer.send(upload_id, created["parts"])
    return _complete(client, upload_id, {"checksum": transfer.whole()})


def follow(client: ApiClient, upload: Json, timeout_seconds: float, progress: Progress) -> Json:
    """Wait until an upload is published or refused.

    Raises:
        ConversionPending: it is neither after the time given.
    """
    end = time.monotonic() + timeout_seconds
    while upload["state"] not in FINAL_STATES:
        progress(upload["step"], upload["progress"])
        if time.monotonic() > end:
            raise ConversionPending(
                "the file is not published yet",
                found=f"{upload['state']} after {timeout_seconds:g} seconds",
                expected="PUBLISHED; it goes on, ask again with `twin assets show`",
                where=upload["upload_id"],
            )
        time.sleep(POLL_SECONDS)
        upload = client.get(f"/uploads/{upload['upload_id']}")
    progress(upload["step"], upload["progress"])
    return upload


def refusal(upload: Json) -> ApiRefused:
    """Return why an upload was refused, under its own code."""
    state = upload["state"]
    detail = upload.get("error") or {"code": f"UPLOAD_{state}", "message": f"the upload is {state}"}
    return ApiRefused(422, detail)


def _complete(client: ApiClient, upload_id: str, body: Json) -> Json:
    """Complete an upload; S3 may take longer to assemble thousands of parts than the API waits.

    Completing twice answers what the first time did.
    """
    for pause in pauses():
        try:
            return client.post(f"/uploads/{upload_id}/complete", body)
        except (ApiRefused, ApiUnreachable) as error:
            if pause is None or not may_pass(error):
                raise
        time.sleep(pause)
    raise AssertionError("unreachable")


def _counting(size_bytes: int, progress: Progress) -> Callable[[int], None]:
    """Return what adds up the bytes of parts that workers report."""
    lock, stored = threading.Lock(), 0

    def add(count: int) -> None:
        nonlocal stored
        with lock:
            stored += count
            progress("upload", stored / size_bytes)

    return add
