"""Called for every file of late values that arrives, and every few minutes to follow its job.

A repeated event changes nothing once a job has begun; one that a crash cut off begins it again,
which stores the same values at the same times.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from iot_import.import_table import ImportTable
from twin.storage.imports import ImportEnded, ImportRecord, digest_of_key, job_request
from twin_runtime import clients
from twin_runtime.events import put_event
from twin_runtime.logging import logger
from twin_runtime.settings import setting


def handler(event: Mapping[str, Any], _context: object) -> None:
    """Begin the import of a file, or look how those do that have begun."""
    table = ImportTable(clients.dynamodb(), setting("IMPORT_TABLE"))
    if event.get("detail-type") == "Object Created":
        detail = event["detail"]
        begin(table, detail["bucket"]["name"], detail["object"]["key"])
    else:
        follow(table)


def begin(table: ImportTable, bucket: str, key: str) -> None:
    """Create the job of a file, once."""
    digest = digest_of_key(key)
    if digest is None:
        logger().warning("no file of late values", extra={"key": key})
        return
    found = table.find(digest)
    if found is not None and found.job_id is not None:
        logger().info("imported already", extra={"digest": digest, "state": found.state})
        return
    record = ImportRecord(digest, bucket, key, "PENDING", begun_at=time.time())
    table.save(record)
    _create(table, record)


def follow(table: ImportTable) -> None:
    """Note and tell what came of each job; one that never began is begun."""
    for record in table.unfinished():
        if record.job_id is None:
            _create(table, record)
            continue
        job = clients.iotsitewise().describe_bulk_import_job(jobId=record.job_id)
        moved = record.moved(job["jobStatus"], now=time.time())
        if moved.has_ended:
            _tell(moved)
        if moved != record:
            table.save(moved)


def _create(table: ImportTable, record: ImportRecord) -> None:
    parameters = job_request(record, setting("IMPORT_ROLE_ARN"))
    job = clients.iotsitewise().create_bulk_import_job(**parameters)
    table.save(
        ImportRecord(
            digest=record.digest,
            bucket=record.bucket,
            key=record.key,
            state=job["jobStatus"],
            begun_at=record.begun_at,
            job_id=job["jobId"],
        )
    )


def _tell(record: ImportRecord) -> None:
    ended = ImportEnded(record)
    put_event(ended)
    detail = ended.to_detail()
    if detail["failed"]:
        logger().error("import failed", extra={"import": detail})
