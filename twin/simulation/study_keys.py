"""Where everything of studies is in the models bucket; a study's folder is named by its content."""

from __future__ import annotations

ID_LENGTH = 32
"""Hexadecimal digits of an id: names of jobs and of executions have at most 80 characters."""

PREFIX = "studies/"
"""Below it are the folders of studies, and `manifests/`."""

BLOCKS, CHUNKS, TALLY, ERRORS = "blocks", "chunks", "tally", "errors"
SUMMARY, RESULTS, ROW_SCHEMA = "summary.json", "results.parquet", "row.schema.json"


def folder(study_id: str) -> str:
    """Return the folder of a study, without a slash at its end."""
    return f"{PREFIX}{study_id}"


def order_key(study_id: str) -> str:
    """Return where it is written what was asked for."""
    return f"{folder(study_id)}/order.json"


def study_key(study_id: str) -> str:
    """Return where the document is that the jobs read."""
    return f"{folder(study_id)}/study.json"


def groups_key(study_id: str) -> str:
    """Return where the groups of chunks are: an array job each."""
    return f"{folder(study_id)}/groups.json"


def summary_key(study_id: str) -> str:
    """Return where the summary of the results is; it is written last."""
    return f"{folder(study_id)}/{SUMMARY}"


def results_key(study_id: str) -> str:
    """Return where the file with all rows is."""
    return f"{folder(study_id)}/{RESULTS}"


def tally_prefix(study_id: str) -> str:
    """Return what the names of the marks of progress begin with (`twin.simulation.tally`)."""
    return f"{folder(study_id)}/{TALLY}/"


def errors_prefix(study_id: str, attempt: int) -> str:
    """Return the folder in which jobs of an attempt say why they refused, with a slash."""
    return f"{folder(study_id)}/{ERRORS}/{attempt}/"


def described_key(artefact_sha256: str, image_digest: str) -> str:
    """Return where the manifest is that an image wrote of a model's file."""
    return f"{PREFIX}manifests/{artefact_sha256}/{image_digest or 'any'}.json"
