"""Describe and list jobs as the service does.

https://docs.aws.amazon.com/batch/latest/APIReference/API_DescribeJobs.html
"""

from __future__ import annotations

import fnmatch
import json
from collections import Counter
from datetime import datetime
from typing import Any

from moto.batch.exceptions import ClientException
from moto.batch.models import Job
from moto.batch.responses import BatchResponse

from twin_local.execution.batch.properties import details
from twin_local.execution.patching import original, replace
from twin_local.services.paging import BadToken, page

STATES = ("SUBMITTED", "PENDING", "RUNNABLE", "STARTING", "RUNNING", "SUCCEEDED", "FAILED")
LARGEST_PAGE = 100
FILTERS = (
    *("JOB_NAME", "JOB_DEFINITION", "BEFORE_CREATED_AT", "AFTER_CREATED_AT"),
    "SHARE_IDENTIFIER",
)
NEVER_STARTED = datetime(1970, 1, 1)


def install() -> None:
    """Replace moto's descriptions."""
    replace(Job, "_container_details", details)
    replace(Job, "describe", _describe)
    replace(Job, "describe_short", _summary)
    replace(BatchResponse, "listjobs", _list)


def _summary(job: Job) -> dict[str, Any]:
    shown: dict[str, Any] = original(Job, "describe_short")(job)
    if job.job_started_at == NEVER_STARTED:
        shown.pop("startedAt", None)
    if job._child_jobs:
        shown["arrayProperties"] = {"size": len(job._child_jobs)}
    elif "index" in job.array_properties:
        shown["arrayProperties"] = {"index": job.array_properties["index"]}
    return shown


def _describe(job: Job) -> dict[str, Any]:
    status: Any = job.status
    shown: dict[str, Any] = original(Job, "describe")(job)
    job.status = status  # moto makes an array succeed by being looked at
    shown["status"] = status
    if job.job_started_at == NEVER_STARTED:
        shown.pop("startedAt", None)
    if job._child_jobs:
        counts = Counter(child.status for child in job._child_jobs)
        summary = {state: counts[state] for state in STATES}
        shown["arrayProperties"] = {"size": len(job._child_jobs), "statusSummary": summary}
    elif "index" in job.array_properties:
        shown["arrayProperties"] = {"index": job.array_properties["index"]}
    definition = job.job_definition
    extra = {
        "retryStrategy": getattr(job, "retry_strategy", None) or definition.retry_strategy,
        "timeout": job.timeout or definition.timeout,
        "platformCapabilities": definition.platform_capabilities,
        "shareIdentifier": getattr(job, "share_identifier", None),
        "schedulingPriority": getattr(job, "scheduling_priority", None),
        "consumableResourceProperties": getattr(job, "consumable_properties", None)
        or getattr(definition, "consumable_properties", None),
        "isCancelled": getattr(job, "is_cancelled", False),
        "isTerminated": getattr(job, "is_terminated", False),
    }
    return {**shown, **{name: value for name, value in extra.items() if value is not None}}


def _list(response: BatchResponse) -> str:
    jobs = [job for job in _candidates(response) if _matches(response, job)]
    jobs.sort(key=lambda job: job.job_created_at, reverse=True)
    limit = min(int(response._get_param("maxResults") or LARGEST_PAGE), LARGEST_PAGE)
    rows = [job.describe_short() for job in jobs]
    try:
        token = response._get_param("nextToken")
        return json.dumps(page(rows, limit=limit, token=token, member="jobSummaryList"))
    except BadToken as error:
        raise ClientException("nextToken is not valid") from error


def _candidates(response: BatchResponse) -> list[Job]:
    backend = response.batch_backend
    queue_name, array_id = response._get_param("jobQueue"), response._get_param("arrayJobId")
    if bool(queue_name) == bool(array_id):
        raise ClientException("Exactly one of jobQueue, arrayJobId must be given")
    if array_id:
        parent = backend.get_job_by_id(array_id)
        return list(parent._child_jobs or ()) if parent else []
    queue = backend.get_job_queue(queue_name)
    if queue is None:
        raise ClientException(f"Job queue {queue_name} does not exist")
    return [job for job in queue.jobs if ":" not in job.job_id]


def _matches(response: BatchResponse, job: Job) -> bool:
    filters: list[dict[str, Any]] = response._get_param("filters") or []
    if not filters:
        # What has no filter and no status asks for running jobs (API reference, ListJobs).
        status = response._get_param("jobStatus") or "RUNNING"
        if status not in STATES:
            raise ClientException(f"jobStatus is not one of {' | '.join(STATES)}")
        return job.status == status
    return all(_passes(job, one["name"], one["values"]) for one in filters)


def _passes(job: Job, name: str, values: list[str]) -> bool:
    created = job.job_created_at.timestamp() * 1000
    if name not in FILTERS:
        raise ClientException(f"filter name is not one of {' | '.join(FILTERS)}")
    if name == "BEFORE_CREATED_AT":
        return created < float(values[0])
    if name == "AFTER_CREATED_AT":
        return created > float(values[0])
    texts = {
        "JOB_NAME": [job.job_name],
        "JOB_DEFINITION": [job.job_definition.name, job.job_definition.arn],
        "SHARE_IDENTIFIER": [str(getattr(job, "share_identifier", None))],
    }[name]
    return any(
        fnmatch.fnmatchcase(text.lower(), value.lower()) for text in texts for value in values
    )
