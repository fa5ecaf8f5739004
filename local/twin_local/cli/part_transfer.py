"""Send the parts of a file, several at a time: some are digested while others are on their way."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from twin.spatial.digests import composite_sha256
from twin.spatial.part_plan import Part, PartPlan
from twin.spatial.upload_plan import Checksum
from twin_local.cli.client import ApiClient, ApiRefused, ApiUnreachable, Json
from twin_local.cli.file_parts import FilePart, checksum_of, crc_of_whole

AT_A_TIME = 4
TRIES = 6
FIRST_PAUSE_SECONDS = 0.5
TRANSIENT = (408, 429, 500, 502, 503, 504)
EXPIRED = 403
"""What S3 answers to an address that is older than an hour."""

GROUP_BYTES = 1024**3
GROUP_PARTS = 64
"""Parts whose addresses are asked for at once: few enough to be sent before these expire."""

Sent = Callable[[int], None]
"""Told how many bytes are stored."""


@dataclass
class PartTransfer:
    """The transfer of one file. `done` is told the bytes of each part that is stored."""

    client: ApiClient
    path: Path
    plan: PartPlan
    algorithm: Checksum
    done: Sent
    checksums: dict[int, str] = field(default_factory=dict)
    stopping: threading.Event = field(default_factory=threading.Event)

    def groups(self) -> list[list[Part]]:
        """Return the parts in groups, enough of them for all workers."""
        fair = -(-self.plan.count // (2 * AT_A_TIME))
        size = max(1, min(fair, GROUP_PARTS, GROUP_BYTES // self.plan.part_bytes))
        parts = list(self.plan)
        return [parts[at : at + size] for at in range(0, len(parts), size)]

    def announced(self, group: list[Part]) -> list[Json]:
        """Digest parts and return how they are announced."""
        for part in group:
            if part.part_number not in self.checksums:
                digest = checksum_of(self.path, part, self.algorithm)
                self.checksums[part.part_number] = digest
        return [
            {"part_number": part.part_number, "checksum": self.checksums[part.part_number]}
            for part in group
        ]

    def send(self, upload_id: str, first: list[Json]) -> None:
        """Send all parts; the addresses of the first group are known already.

        Raises:
            ApiRefused, ApiUnreachable: a part cannot be stored; no further ones are sent.
        """
        groups = self.groups()
        with ThreadPoolExecutor(AT_A_TIME) as pool:
            known = [first, *(None for _ in groups[1:])]
            tasks = [
                pool.submit(self._send_group, upload_id, group, targets)
                for group, targets in zip(groups, known, strict=True)
            ]
            try:
                for task in tasks:
                    task.result()
            finally:
                self.stopping.set()  # where one fails, the others end after their part

    def whole(self) -> str:
        """Return the checksum of the whole file, in base64."""
        parts = [(part, self.checksums[part.part_number]) for part in self.plan]
        if self.algorithm == "CRC64NVME":
            return crc_of_whole(parts)
        return composite_sha256(checksum for _, checksum in parts)

    def _send_group(self, upload_id: str, group: list[Part], targets: list[Json] | None) -> None:
        if self.stopping.is_set():
            return
        found = self._targets(upload_id, group) if targets is None else targets
        by_number = {target["part_number"]: target for target in found}
        for part in group:
            if self.stopping.is_set():
                return
            target = by_number[part.part_number]
            if not target["is_stored"]:
                self._send_part(upload_id, part, target)
            self.done(part.size_bytes)

    def _targets(self, upload_id: str, group: list[Part]) -> list[Json]:
        body = {"parts": self.announced(group)}
        targets: list[Json] = self.client.post(f"/uploads/{upload_id}/parts", body)["parts"]
        return targets

    def _send_part(self, upload_id: str, part: Part, target: Json) -> None:
        """PUT one part; try again after a pause, at a fresh address, where that may help."""
        renewed = False
        for pause in pauses():
            try:
                self.put(part, target)
            except (ApiRefused, ApiUnreachable) as error:
                expired = isinstance(error, ApiRefused) and error.status_code == EXPIRED
                if pause is None or not (may_pass(error) or (expired and not renewed)):
                    raise
                renewed = renewed or expired
            else:
                return
            time.sleep(pause)
            (target,) = self._targets(upload_id, [part])
            if target["is_stored"]:  # only the answer was lost
                return

    def put(self, part: Part, target: Json) -> None:
        """Send one part to its address."""
        with FilePart(self.path, part) as content:
            self.client.upload(
                target["url"], content, target["headers"], size_bytes=part.size_bytes
            )


def pauses() -> Iterator[float | None]:
    """Yield how long to wait after each try; None after the last."""
    for attempt in range(TRIES - 1):
        yield FIRST_PAUSE_SECONDS * 2**attempt
    yield None


def may_pass(error: ApiRefused | ApiUnreachable) -> bool:
    """Tell whether the same request may succeed a little later."""
    return isinstance(error, ApiUnreachable) or error.status_code in TRANSIENT
