"""Runs one bulk import job: file after file, in portions of rows."""

from __future__ import annotations

import json
import logging
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from botocore.exceptions import ClientError

from twin_local.services.iotsitewise.bulk_import.files import (
    Row,
    UnreadableFile,
    csv_rows,
    parquet_rows,
)
from twin_local.services.iotsitewise.bulk_import.rules import LARGEST_BYTES, MEBIBYTE, format_of
from twin_local.services.iotsitewise.bulk_import.values import point_of
from twin_local.services.iotsitewise.exceptions import (
    InvalidRequestException,
    ResourceNotFoundException,
)
from twin_local.services.iotsitewise.series import Series
from twin_local.services.iotsitewise.shapes import NANOSECONDS
from twin_local.services.iotsitewise.storage.objects import Bucket, Clients
from twin_local.services.iotsitewise.store import Json, Point, Store
from twin_local.services.iotsitewise.streams import Streams

LOG = logging.getLogger(__name__)
PORTION_ROWS = 20_000
MOST_REPORTED = 10_000
COMPUTED_SECONDS = 7 * 24 * 3600
"""Older values are stored and nothing is computed from them."""

Stored = Callable[[Series, list[Point]], None]


@dataclass
class Outcome:
    """What has come of a job so far: how many rows were stored, and what was refused."""

    stored: int = 0
    refused: int = 0
    problems: list[Json] = field(default_factory=list)

    def refuse(self, file: Json, line: int | None, code: str, message: str) -> None:
        """Note a row, or a whole file, that was not taken."""
        self.refused += 1
        if len(self.problems) < MOST_REPORTED:
            place = {"bucket": file["bucket"], "key": file["key"], "line": line}
            self.problems.append({**place, "errorCode": code, "errorMessage": message})

    @property
    def status(self) -> str:
        """Return the state in which the job ends."""
        if not self.refused:
            return "COMPLETED"
        return "COMPLETED_WITH_FAILURES" if self.stored else "FAILED"


class Imports:
    """Reads the files of jobs into the store; `on_stored` hears where things are computed."""

    def __init__(
        self,
        *,
        streams: Streams,
        begins_streams: Callable[[], bool],
        store: Store,
        now: Callable[[], float],
        clients: Clients,
        on_stored: Stored,
        lock: threading.RLock,
    ) -> None:
        self._streams, self._begins_streams = streams, begins_streams
        self._store, self._now = store, now
        self._clients, self._on_stored, self._lock = clients, on_stored, lock

    def run(self, job: Json) -> str:
        """Do a job, write what was refused to its error report, and return its last state."""
        outcome = Outcome()
        for file in job["files"]:
            refused = outcome.refused
            try:
                bucket = Bucket(file["bucket"], self._clients("s3", job["jobRoleArn"]))
                self._file(bucket, file, job, outcome)
                if job["deleteFilesAfterImport"] and outcome.refused == refused:
                    bucket.delete(file["key"], file.get("versionId"))
            except (ClientError, LookupError, UnreadableFile) as error:
                outcome.refuse(file, None, "InvalidFile", str(error))
        if outcome.problems:
            self._report(job, outcome)
        return outcome.status

    def _file(self, bucket: Bucket, file: Json, job: Json, outcome: Outcome) -> None:
        kind, columns = format_of(file, job)
        key, version = file["key"], file.get("versionId")
        if bucket.size(key, version) > LARGEST_BYTES[kind]:
            raise UnreadableFile(f"more than {LARGEST_BYTES[kind] // MEBIBYTE} MiB")
        body = bucket.get(key, version)
        rows = csv_rows(body, columns) if kind == "csv" else parquet_rows(body)
        self._rows(rows, file, job, outcome)

    def _rows(
        self, rows: Iterator[tuple[int, Row]], file: Json, job: Json, outcome: Outcome
    ) -> None:
        portion: defaultdict[str, list[Point]] = defaultdict(list)
        series: dict[str, Series] = {}
        count = 0
        for line, row in rows:
            try:
                with self._lock:
                    begins = self._begins_streams()
                    found, point = point_of(row, self._streams, begins=begins)
            except (InvalidRequestException, ResourceNotFoundException) as error:
                outcome.refuse(file, line, error.code, error.message)
                continue
            series[found.key] = found
            portion[found.key].append(point)
            count += 1
            if count % PORTION_ROWS == 0:
                outcome.stored += self._put(series, portion, computes=job["adaptiveIngestion"])
                portion.clear()
        outcome.stored += self._put(series, portion, computes=job["adaptiveIngestion"])

    def _put(
        self, series: dict[str, Series], portion: dict[str, list[Point]], *, computes: bool
    ) -> int:
        with self._lock, self._store.transaction():
            for key, points in portion.items():
                self._store.put_points(key, points)
            oldest_ns = (self._now() - COMPUTED_SECONDS) * NANOSECONDS
            for key, points in portion.items() if computes else ():
                if series[key].kind == "stream":
                    continue
                new = [one for one in points if one.time_ns >= oldest_ns]
                if new:
                    self._on_stored(series[key], sorted(new, key=lambda one: one.time_ns))
        return sum(map(len, portion.values()))

    def _report(self, job: Json, outcome: Outcome) -> None:
        """Write what was refused, a line of JSON each, under the prefix that the job names."""
        location = job["errorReportLocation"]
        text = "".join(f"{json.dumps(one)}\n" for one in outcome.problems)
        try:
            bucket = Bucket(location["bucket"], self._clients("s3", job["jobRoleArn"]))
            bucket.put(f"{location['prefix']}{job['jobId']}.ndjson", text.encode())
        except (ClientError, LookupError) as error:
            LOG.warning("the error report of job %s was not written: %s", job["jobId"], error)
