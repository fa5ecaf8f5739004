"""Result files of a Map Run, and the state's result when none are asked for.

https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from twin_local.execution.stepfunctions.distributed.settings import WriterSettings

GROUPS = ("SUCCEEDED", "FAILED", "PENDING")
MEDIA_TYPES = {"JSON": "application/json", "JSONL": "application/jsonl"}


@dataclass(frozen=True)
class ChildResult:
    """How one child ended; `output` is None unless it succeeded."""

    arn: str
    name: str
    machine_arn: str
    status: str
    input: Any
    output: Any
    error: str | None
    cause: str | None
    started_at: datetime | None
    stopped_at: datetime | None

    @property
    def group(self) -> str:
        """Return which of the result files it is in."""
        if self.status in ("SUCCEEDED", "PENDING"):
            return self.status
        return "FAILED"


@dataclass(frozen=True)
class ResultFile:
    """A file to write, relative to the run's folder."""

    group: str
    name: str
    body: bytes
    media_type: str


def outputs(results: Sequence[ChildResult], transformation: str = "COMPACT") -> list[Any]:
    """Return the results as the output of the state, in the order of the items.

    A child that failed and was tolerated is there with its error and cause.
    """
    if transformation == "NONE":
        return [_record(result) for result in results]
    return _transformed(results, transformation)


def result_files(results: Sequence[ChildResult], writer: WriterSettings) -> list[ResultFile]:
    """Return one file for each group that has results."""
    files = []
    for group in GROUPS:
        members = [result for result in results if result.group == group]
        if members:
            rows = (
                [_record(result) for result in members]
                if writer.transformation == "NONE" or group == "PENDING"
                else _transformed(members, writer.transformation)
            )
            kind = writer.output_type
            body = _lines(rows) if kind == "JSONL" else json.dumps(rows, separators=(",", ":"))
            name = f"{group}_0.{kind.lower()}"
            files.append(ResultFile(group, name, body.encode(), MEDIA_TYPES[kind]))
    return files


def manifest(bucket: str, run_arn: str, prefix: str, files: Sequence[ResultFile]) -> bytes:
    """Return the manifest that lists the files."""
    listed: dict[str, list[dict[str, Any]]] = {group: [] for group in sorted(GROUPS)}
    for file in files:
        listed[file.group].append({"Key": f"{prefix}{file.name}", "Size": len(file.body)})
    document = {"DestinationBucket": bucket, "MapRunArn": run_arn, "ResultFiles": listed}
    return json.dumps(document, separators=(",", ":")).encode()


def _lines(rows: Sequence[Any]) -> str:
    return "".join(f"{json.dumps(row, separators=(',', ':'))}\n" for row in rows)


def _transformed(results: Sequence[ChildResult], transformation: str) -> list[Any]:
    rows: list[Any] = []
    for result in results:
        value = _value(result)
        if transformation == "FLATTEN" and isinstance(value, list):
            rows.extend(value)
        else:
            rows.append(value)
    return rows


def _value(result: ChildResult) -> Any:
    if result.status == "SUCCEEDED":
        return result.output
    return {"Error": result.error or "", "Cause": result.cause or ""}


def _record(result: ChildResult) -> dict[str, Any]:
    """Return a child as DescribeExecution would, in upper camel case."""
    succeeded = result.status == "SUCCEEDED"
    reason = f"Execution is {result.status} and cannot be redriven"
    record: dict[str, Any] = {
        "ExecutionArn": result.arn,
        "Input": json.dumps(result.input, separators=(",", ":")),
        "InputDetails": {"Included": True},
        "Name": result.name,
        "RedriveCount": 0,
        "RedriveStatus": "NOT_REDRIVABLE" if succeeded else "REDRIVABLE",
        "StartDate": _time(result.started_at),
        "StateMachineArn": result.machine_arn,
        "Status": result.status,
        "StopDate": _time(result.stopped_at),
    }
    if succeeded:
        record["Output"] = json.dumps(result.output, separators=(",", ":"))
        record["OutputDetails"] = {"Included": True}
        record["RedriveStatusReason"] = reason
    else:
        record |= {"Error": result.error, "Cause": result.cause}
    return {name: value for name, value in sorted(record.items()) if value is not None}


def _time(moment: datetime | None) -> str | None:
    if moment is None:
        return None
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
