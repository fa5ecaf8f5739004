"""Fetch the rows of a study: whole and as announced, or not at all."""

from __future__ import annotations

import hashlib
from pathlib import Path

from twin.errors import TwinError
from twin_local.cli.client import ApiClient, Json

PIECE_BYTES = 8 * 1024**2


class ResultsDamaged(TwinError):
    """What was fetched is not the file that the study made."""

    code = "STUDY_RESULTS_DAMAGED"


def fetch(client: ApiClient, announced: Json, target: Path) -> None:
    """Write the file that `GET /studies/{id}/results` announces, in pieces.

    Raises:
        ApiRefused: the storage does not give it.
        ResultsDamaged: its digest is another; nothing is left.
    """
    digest, size = hashlib.sha256(), int(announced["size_bytes"])
    partial = target.with_name(f"{target.name}.partial")
    try:
        with partial.open("wb") as file:
            for start in range(0, size, PIECE_BYTES):
                end = min(start + PIECE_BYTES, size)
                piece = client.download(announced["url"], start=start, end=end)
                digest.update(piece)
                file.write(piece)
        if digest.hexdigest() != announced["sha256"]:
            raise ResultsDamaged(
                "the rows are not those that were announced",
                found=digest.hexdigest(),
                expected=announced["sha256"],
                where="the same command again",
            )
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
