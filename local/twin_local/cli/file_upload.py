"""One file's way to the catalogue: digests, session, parts, completion, conversion."""

from __future__ import annotations

import base64
import hashlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from twin.errors import TwinError
from twin.spatial.upload_plan import MAXIMUM_PARTS
from twin_local.cli.client import ApiClient, ApiRefused, ApiUnreachable, Json

MEBIBYTE = 1024 * 1024
PART_BYTES = 8 * MEBIBYTE
TRIES = 5
FIRST_PAUSE_SECONDS = 0.5
POLL_SECONDS = 0.5
FINAL_STATES = ("PUBLISHED", "REJECTED", "ABORTED")

Progress = Callable[[str, float], None]
"""Told the name of a step and the share of it that is done."""


class ConversionPending(TwinError):
    """The file was neither published nor refused within the time given."""

    code = "CONVERSION_PENDING"
    status = 504


@dataclass(frozen=True)
class Slice:
    """One part of the file; `sha256` in base64."""

    part_number: int
    start: int
    size_bytes: int
    sha256: str


@dataclass(frozen=True)
class Announcement:
    """A file with its digests; `sha256` in hexadecimal."""

    path: Path
    size_bytes: int
    sha256: str
    parts: tuple[Slice, ...]

    def body(self, asset_key: str | None) -> Json:
        """Return what opens the session."""
        parts = [
            {"part_number": part.part_number, "size_bytes": part.size_bytes, "sha256": part.sha256}
            for part in self.parts
        ]
        return {
            "file_name": self.path.name,
            "size_bytes": self.size_bytes,
            "sha256": self.sha256,
            "parts": parts,
            **({"asset_key": asset_key} if asset_key else {}),
        }


def announce(path: Path, progress: Progress) -> Announcement:
    """Read a file once and digest it, part by part."""
    size, whole, parts = path.stat().st_size, hashlib.sha256(), []
    with path.open("rb") as file:
        for number, (start, length) in enumerate(_slices(size), start=1):
            content = file.read(length)
            whole.update(content)
            digest = base64.b64encode(hashlib.sha256(content).digest()).decode()
            parts.append(Slice(number, start, len(content), digest))
            progress("digest", (start + length) / size)
    return Announcement(path, size, whole.hexdigest(), tuple(parts))


def send(
    client: ApiClient, announcement: Announcement, key: str | None, progress: Progress
) -> Json:
    """Upload a file and return its upload; an upload that was cut off goes on where it stopped."""
    created = client.post("/uploads", announcement.body(key))
    slices = {part.part_number: part for part in announcement.parts}
    stored = []
    with announcement.path.open("rb") as file:
        for target in created["parts"]:
            part = slices[target["part_number"]]
            etag = target.get("stored_etag")
            if etag is None:
                file.seek(part.start)
                etag = _put(client, target, file.read(part.size_bytes))
            stored.append({"part_number": part.part_number, "etag": etag, "sha256": part.sha256})
            progress("upload", (part.start + part.size_bytes) / announcement.size_bytes)
    return client.post(f"/uploads/{created['upload_id']}/complete", {"parts": stored})


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


def _put(client: ApiClient, target: Json, content: bytes) -> str:
    """PUT one part; try again with a growing pause where that may help."""
    pause = FIRST_PAUSE_SECONDS
    for attempt in range(1, TRIES + 1):
        try:
            return client.upload(target["url"], content, target["headers"])
        except (ApiRefused, ApiUnreachable) as error:
            if attempt == TRIES or not _is_transient(error):
                raise
        time.sleep(pause)
        pause *= 2
    raise AssertionError("unreachable")


def _is_transient(error: ApiRefused | ApiUnreachable) -> bool:
    return isinstance(error, ApiUnreachable) or error.status_code in (408, 429, 500, 502, 503, 504)


def _slices(size: int) -> Iterator[tuple[int, int]]:
    """Yield start and length of equal parts, few enough for one session."""
    needed = -(-size // MAXIMUM_PARTS // MEBIBYTE) * MEBIBYTE
    part = max(PART_BYTES, needed)
    for start in range(0, size, part):
        yield start, min(part, size - start)
