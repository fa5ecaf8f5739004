"""The `detail` of events on the site's EventBridge bus that are no body of the HTTP API."""

from __future__ import annotations

from typing import Literal, TypedDict

from twin.api.schemas.spatial_uploads import UploadBody


class PublishedDetail(UploadBody):
    """An upload, and the version of the file and the asset that it became."""

    title: str
    version: int
    file_version: int
    source_sha256: str
    converter: str
    published_at: float


class JobProgressedDetail(TypedDict):
    """What a job claims of the execution that it runs for; not yet recorded."""

    conversion: str
    execution: str
    step: Literal["download", "convert", "pack", "upload"]
    fraction: float | None
    at: float


class KeptDetail(TypedDict):
    """The working tree of an asset was kept as a version."""

    database_id: str
    asset_key: str
    version: int


class PurgeDetail(TypedDict):
    """An asset that is gone."""

    database_id: str
    asset_key: str


class ArchiveDetail(TypedDict):
    """A version whose archive was asked for."""

    database_id: str
    asset_key: str
    number: int


class CarriedDetail(TypedDict):
    """How many bindings of an asset follow its new version, and how many wait for a person."""

    database_id: str
    asset_key: str
    version: int
    revision: int
    carried: int
    queued: int


class ReviewDetail(TypedDict):
    """Bindings that a person must decide on; the first hundred by id."""

    database_id: str
    asset_key: str
    version: int
    revision: int
    queued: int
    binding_ids: list[str]


class ImportDetail(TypedDict):
    """A file of late values, the job that imported it, and where its refusals are."""

    digest: str
    bucket: str
    key: str
    state: Literal[
        "PENDING", "RUNNING", "CANCELLED", "COMPLETED", "COMPLETED_WITH_FAILURES", "FAILED"
    ]
    begun_at: float
    job_id: str | None
    ended_at: float | None
    failed: bool
    error_report: str
