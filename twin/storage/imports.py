"""Imports of values that are too old for real time: files by digest, jobs and what came of them.

https://docs.aws.amazon.com/iot-sitewise/latest/userguide/ingest-bulkImport.html
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, ClassVar, Literal, get_args

COLUMN_NAMES = (
    "ALIAS",
    "DATA_TYPE",
    "TIMESTAMP_SECONDS",
    "TIMESTAMP_NANO_OFFSET",
    "QUALITY",
    "VALUE",
)
"""The `columnNames` of the import job; the file itself has no header."""

FILES_PREFIX, REPORTS_PREFIX = "imports/", "reports/"
_KEY = re.compile(r"imports/([0-9a-f]{64})\.csv")

JobState = Literal[
    "PENDING", "RUNNING", "COMPLETED", "COMPLETED_WITH_FAILURES", "FAILED", "CANCELLED"
]
ENDED: frozenset[str] = frozenset(get_args(JobState)) - {"PENDING", "RUNNING"}
BAD_ENDS = ENDED - {"COMPLETED"}


def file_key(content: bytes) -> str:
    """Return the key of a file: the same values are the same file."""
    return f"{FILES_PREFIX}{hashlib.sha256(content).hexdigest()}.csv"


def digest_of_key(key: str) -> str | None:
    """Return the digest in the key of a file to import, None for another object."""
    found = _KEY.fullmatch(key)
    return found[1] if found else None


def report_prefix(digest: str) -> str:
    """Return where SiteWise writes what it refused of a file."""
    return f"{REPORTS_PREFIX}{digest}/"


@dataclass(frozen=True)
class ImportRecord:
    """One file and the job that imports it; `job_id` is None until there is one."""

    digest: str
    bucket: str
    key: str
    state: JobState
    begun_at: float
    job_id: str | None = None
    ended_at: float | None = None

    @property
    def has_ended(self) -> bool:
        """Tell whether nothing more will happen to it."""
        return self.state in ENDED

    def moved(self, state: JobState, *, now: float) -> ImportRecord:
        """Return the record after SiteWise told a state."""
        return replace(self, state=state, ended_at=now if state in ENDED else None)


@dataclass(frozen=True)
class ImportEnded:
    """An import has ended; `failed` where some of its values, or all, were not stored."""

    source: ClassVar[str] = "twin.storage"
    detail_type: ClassVar[str] = "Import Ended"

    record: ImportRecord

    def to_detail(self) -> Mapping[str, Any]:
        """Return the detail of the event."""
        return {
            **asdict(self.record),
            "failed": self.record.state in BAD_ENDS,
            "error_report": f"s3://{self.record.bucket}/{report_prefix(self.record.digest)}",
        }


def job_request(record: ImportRecord, role_arn: str) -> dict[str, Any]:
    """Return the parameters of `CreateBulkImportJob`; history is stored as it is, not computed."""
    return {
        "jobName": f"late-values-{record.digest[:16]}",
        "jobRoleArn": role_arn,
        "files": [{"bucket": record.bucket, "key": record.key}],
        "errorReportLocation": {
            "bucket": record.bucket,
            "prefix": report_prefix(record.digest),
        },
        "jobConfiguration": {"fileFormat": {"csv": {"columnNames": list(COLUMN_NAMES)}}},
        "adaptiveIngestion": False,
        "deleteFilesAfterImport": False,
    }
