"""Bring the files of a folder into an asset.

Files are compared by their content addresses, so that a call that was cut off is gone on with by
the next one: what is published is not sent again, and of what was being sent only missing parts.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path

from twin.errors import TwinError
from twin_local.cli.client import ApiRefused, Json
from twin_local.cli.file_upload import Target, follow, refusal, send
from twin_local.cli.transfer.folder_plan import SyncPlan
from twin_local.cli.transfer.remote_asset import RemoteAsset

FILES_AT_A_TIME = 4

Told = Callable[[str], None]
"""Told the path of a file that is done."""


@dataclass
class SyncResult:
    """What became of a folder's files: every one of them is in exactly one of the lists."""

    plan: SyncPlan
    ignored: int
    sent: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    refused: dict[str, TwinError] = field(default_factory=dict)
    version: int | None = None

    def body(self) -> Json:
        """Return it as JSON."""
        return {
            "version": self.version,
            "sent": sorted(self.sent),
            "same": len(self.plan.same),
            "ignored": self.ignored,
            "removed": self.removed,
            "not_in_folder": [path for path in self.plan.gone if path not in self.removed],
            "refused": [{"path": path, **self.refused[path].to_dict()} for path in self.refused],
        }


@dataclass(frozen=True)
class FolderSync:
    """One run; `timeout_seconds` is how long the conversion of one file may take."""

    asset: RemoteAsset
    files: dict[str, Path]
    timeout_seconds: float

    def run(self, result: SyncResult, *, remove: bool, comment: str, told: Told) -> None:
        """Send what differs, take out what is gone where that is asked for, and keep a version.

        Raises:
            ApiUnreachable: the service does not answer; the next run goes on.
        """
        self._send_all(result, told)
        if remove and result.plan.gone:
            self.asset.remove(result.plan.gone)
            result.removed.extend(result.plan.gone)
        if result.sent or result.removed:
            result.version = self.asset.keep(comment)

    def _send_all(self, result: SyncResult, told: Told) -> None:
        with ThreadPoolExecutor(FILES_AT_A_TIME) as pool:
            tasks = {pool.submit(self._send, path): path for path in result.plan.send}
            try:
                for task in as_completed(tasks):
                    path, error = tasks[task], task.result()
                    if error is None:
                        result.sent.append(path)
                    else:
                        result.refused[path] = error
                    told(path)
            finally:
                pool.shutdown(cancel_futures=True)  # where one fails, no others begin

    def _send(self, path: str) -> TwinError | None:
        """Publish one file; return why it was refused, if it was."""
        target = Target(
            database_id=self.asset.database_id,
            asset_key=self.asset.asset_key,
            path=path,
            hold=True,
        )
        try:
            upload = send(self.asset.client, self.files[path], target, _silent)
            upload = follow(self.asset.client, upload, self.timeout_seconds, _silent)
        except ApiRefused as refused:
            if refused.status_code in (401, 403):
                raise  # none of the others would be taken either
            return refused
        return None if upload["state"] == "PUBLISHED" else refusal(upload)


def _silent(_step: str, _share: float) -> None:
    return
