"""Bulk import jobs: they are kept with the models and run one after another in a thread.

A job that a kill cuts off runs again at the next start; the same values overwrite themselves.
"""

from __future__ import annotations

import logging
import queue
import threading
import uuid
from collections.abc import Callable

from twin_local.services.iotsitewise.bulk_import.imports import Imports
from twin_local.services.iotsitewise.bulk_import.rules import check
from twin_local.services.iotsitewise.exceptions import ResourceNotFoundException
from twin_local.services.iotsitewise.operations import Operations
from twin_local.services.iotsitewise.pages import page
from twin_local.services.iotsitewise.storage.configuration import StorageConfiguration
from twin_local.services.iotsitewise.store import Json, Kind, Store

LOG = logging.getLogger(__name__)
KIND: Kind = "job"
UNFINISHED = ("PENDING", "RUNNING")


class Jobs:
    """The jobs and the operations on them."""

    def __init__(
        self,
        *,
        configuration: StorageConfiguration,
        imports: Imports,
        store: Store,
        now: Callable[[], float],
    ) -> None:
        self._configuration, self._imports = configuration, imports
        self._store, self._now = store, now
        self._jobs = store.documents(KIND)
        self._queue: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        unfinished = [one for one in self._jobs.values() if one["jobStatus"] in UNFINISHED]
        for job in sorted(unfinished, key=lambda one: float(one["jobCreationDate"])):
            self._begin(job)

    def operations(self) -> Operations:
        """Return the operations on bulk import jobs."""
        return {
            "CreateBulkImportJob": self.create,
            "DescribeBulkImportJob": self.describe,
            "ListBulkImportJobs": self.list,
        }

    def create(self, request: Json) -> Json:
        """Take a job and let it run in its turn.

        Raises:
            InvalidRequestException: it cannot run.
        """
        check(request, self._configuration.tiers)
        now = self._now()
        job: Json = {
            "jobId": str(uuid.uuid4()),
            "jobName": request["job_name"],
            "jobStatus": "PENDING",
            "jobRoleArn": request["job_role_arn"],
            "files": request["files"],
            "errorReportLocation": request["error_report_location"],
            "jobConfiguration": request["job_configuration"],
            "jobCreationDate": now,
            "jobLastUpdateDate": now,
            "adaptiveIngestion": bool(request.get("adaptive_ingestion")),
            "deleteFilesAfterImport": bool(request.get("delete_files_after_import")),
        }
        self._save(job)
        self._begin(job)
        return {key: job[key] for key in ("jobId", "jobName", "jobStatus")}

    def describe(self, request: Json) -> Json:
        """Return a job.

        Raises:
            ResourceNotFoundException: there is none.
        """
        found = self._jobs.get(request["job_id"])
        if found is None:
            raise ResourceNotFoundException(f"there is no job {request['job_id']}")
        return dict(found)

    def list(self, request: Json) -> Json:
        """Return one page of jobs, the newest first."""
        wanted = request.get("filter") or "ALL"
        jobs = sorted(self._jobs.values(), key=lambda one: -float(one["jobCreationDate"]))
        found = [one for one in jobs if wanted in ("ALL", one["jobStatus"])]
        summaries = [
            {"id": one["jobId"], "name": one["jobName"], "status": one["jobStatus"]}
            for one in found
        ]
        return page(summaries, request, "jobSummaries")

    def close(self) -> None:
        """End the thread after the job that runs; what waits stays PENDING."""
        thread, self._thread = self._thread, None
        if thread:
            self._queue.put(None)
            thread.join()

    def _begin(self, job: Json) -> None:
        self._queue.put(job["jobId"])
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="sitewise-imports", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        while (key := self._queue.get()) is not None:
            if self._thread is None:
                return
            self._save({**self._jobs[key], "jobStatus": "RUNNING"})
            status = "FAILED"
            try:
                status = self._imports.run(self._jobs[key])
            except Exception:  # a defect ends this job, not those that wait
                LOG.exception("the bulk import job %s ended with a defect", key)
            self._save({**self._jobs[key], "jobStatus": status})

    def _save(self, job: Json) -> None:
        changed = {**job, "jobLastUpdateDate": self._now()}
        self._jobs = {**self._jobs, job["jobId"]: changed}
        self._store.put_document(KIND, job["jobId"], changed)
