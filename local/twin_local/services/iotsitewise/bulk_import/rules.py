"""What a bulk import job must be like.

https://docs.aws.amazon.com/iot-sitewise/latest/APIReference/API_CreateBulkImportJob.html
"""

from __future__ import annotations

from collections.abc import Sequence

from twin_local.services.iotsitewise.exceptions import InvalidRequestException
from twin_local.services.iotsitewise.storage.configuration import Tiers
from twin_local.services.iotsitewise.store import Json

MOST_FILES = 100
MEBIBYTE = 1 << 20
LARGEST_BYTES = {"csv": 5 * 1024 * MEBIBYTE, "parquet": 256 * MEBIBYTE}
NEEDED_COLUMNS = frozenset({"DATA_TYPE", "TIMESTAMP_SECONDS", "VALUE"})


def check(request: Json, tiers: Tiers) -> None:
    """Refuse a job that cannot run.

    Raises:
        InvalidRequestException: it has a part that does not fit.
    """
    if not (tiers.has_warm_tier or tiers.cold):
        raise InvalidRequestException("a bulk import needs the warm tier or the cold tier")
    if request.get("dataset_id") or request.get("workspace_name"):
        raise InvalidRequestException("there is no workspace or dataset to import into")
    files = request["files"]
    if not 1 <= len(files) <= MOST_FILES:
        raise InvalidRequestException(f"{len(files)} files, at least one and at most {MOST_FILES}")
    if not request["error_report_location"]["prefix"].endswith("/"):
        raise InvalidRequestException("the prefix of the error report ends with /")
    default = (request.get("job_configuration") or {}).get("fileFormat")
    for file in files:
        _check_format(file.get("fileFormat") or default)


def format_of(file: Json, job: Json) -> tuple[str, Sequence[str]]:
    """Return whether a file is `csv` or `parquet`, and the columns of a CSV file."""
    given: Json = file.get("fileFormat") or job["jobConfiguration"]["fileFormat"]
    if "csv" in given:
        return "csv", given["csv"]["columnNames"]
    return "parquet", ()


def _check_format(given: Json | None) -> None:
    names = [name for name, value in (given or {}).items() if value is not None]
    if names not in (["csv"], ["parquet"]):
        raise InvalidRequestException("the format of a file is either csv or parquet")
    if names == ["csv"]:
        _check_columns((given or {})["csv"].get("columnNames") or [])


def _check_columns(names: Sequence[str]) -> None:
    if len(set(names)) < len(names):
        raise InvalidRequestException("a column is named more than once")
    if missing := sorted(NEEDED_COLUMNS - set(names)):
        raise InvalidRequestException(f"the columns {', '.join(missing)} are missing")
    by_id = {"ASSET_ID", "PROPERTY_ID"} & set(names)
    if ("ALIAS" in names) == bool(by_id) or len(by_id) == 1:
        raise InvalidRequestException("the columns have either ALIAS or ASSET_ID and PROPERTY_ID")
