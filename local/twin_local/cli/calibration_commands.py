"""`twin models calibrate`, `calibrations`, `calibration`, `cancel` and `report`."""

from __future__ import annotations

import sys
import time
import uuid
from itertools import islice
from pathlib import Path

import click

from twin_local.cli.client import ApiClient, Json
from twin_local.cli.output import json_option, moment, print_json, print_table

POLL_SECONDS = 1.0
LONGEST_WAIT_SECONDS = 4 * 3600.0
OPEN_STATES = ("QUEUED", "RUNNING", "PUBLISHING")


@click.command(help="Find a model's parameters anew, such as of `P-101.pump`.")
@click.argument("model_id")
@click.option("--key", help="Your name for the request: repeated, it is done once.")
@click.option("--wait", is_flag=True, help="Wait for the end; exit 1 if it fails.")
@json_option
def calibrate(model_id: str, key: str | None, wait: bool, as_json: bool) -> None:
    """Start a calibration; one whose candidate is refused has not failed."""
    client = ApiClient()
    body = {"model_id": model_id, "idempotency_key": key or str(uuid.uuid4())}
    found = client.post("/calibrations", body)
    if wait:
        found = _await_end(client, found)
    _show(found, as_json=as_json)
    if found["state"] in ("FAILED", "CANCELLED") or (wait and found["state"] in OPEN_STATES):
        sys.exit(1)


@click.command(help="List calibrations, newest first; those of one model where it is named.")
@click.argument("model_id", required=False)
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True)
@json_option
def calibrations(model_id: str | None, limit: int, as_json: bool) -> None:
    """Print the newest calibrations."""
    query: dict[str, str | int] = {"limit": min(limit, 200)}
    if model_id:
        query["model_id"] = model_id
    found = list(islice(ApiClient().pages("/calibrations", "calibrations", query), limit))
    if as_json:
        print_json({"calibrations": found})
        return
    rows = [
        {
            **item,
            "requested": moment(item["requested_at"]),
            "why": _why(item),
            "taken_back": moment(item["rolled_back_at"]) if item["rolled_back_at"] else "",
        }
        for item in found
    ]
    columns = ("requested", "model_id", "trigger", "state", "published", "why", "taken_back")
    print_table(rows, (*columns, "calibration_id"))


@click.command(help="Show one calibration.")
@click.argument("calibration_id")
@json_option
def calibration(calibration_id: str, as_json: bool) -> None:
    """Print one calibration."""
    _show(ApiClient().get(f"/calibrations/{calibration_id}"), as_json=as_json)


@click.command(name="cancel-calibration", help="Stop a calibration; nothing is published.")
@click.argument("calibration_id")
@json_option
def cancel(calibration_id: str, as_json: bool) -> None:
    """Stop one calibration."""
    _show(ApiClient().post(f"/calibrations/{calibration_id}/cancel", {}), as_json=as_json)


@click.command(help="Fetch the report of a calibration: page, data, plots and parameters.")
@click.argument("calibration_id")
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="Folder.",
)
@json_option
def report(calibration_id: str, output: Path, as_json: bool) -> None:
    """Write the files of a report into a folder."""
    client = ApiClient()
    answer = client.get(f"/calibrations/{calibration_id}/report")
    output.mkdir(parents=True, exist_ok=True)
    written = []
    for file in answer["files"]:
        path = output / Path(file["name"]).name
        path.write_bytes(client.download(file["url"]))
        written.append(str(path))
    if as_json:
        print_json({"files": written})
        return
    for name in written:
        click.echo(name)


COMMANDS = (calibrate, calibrations, calibration, cancel, report)


def _await_end(client: ApiClient, found: Json) -> Json:
    deadline = time.monotonic() + LONGEST_WAIT_SECONDS
    while found["state"] in OPEN_STATES and time.monotonic() < deadline:
        time.sleep(POLL_SECONDS)
        found = client.get(f"/calibrations/{found['calibration_id']}")
    return found


def _why(found: Json) -> str:
    if found["rolled_back_at"]:
        return str(found["rollback_reason"])
    if found["error"]:
        return str(found["error"]["code"])
    return ", ".join(one["reason"] for one in (found["verdict"] or {}).get("grounds", []))


def _told_by(drift: Json) -> str:
    figures = f"{drift['statistic']:.4g} at a threshold of {drift['threshold']:g}"
    if drift["rule"] == "consecutive":
        return f"{drift['predictions']} predictions in a row outside of their band, {figures}"
    return (
        f"errors of {drift['output']} are {drift['change']} in {drift['predictions']} predictions "
        f"than in the first {drift['reference']} of the version, {figures}"
    )


def _show(found: Json, *, as_json: bool) -> None:
    if as_json:
        print_json(found)
        return
    version = f", version {found['published']}" if found["published"] else ""
    head = f"{found['model_id']} {found['calibration_id']}: {found['state']}{version}"
    click.echo(f"{head} {_why(found)}".rstrip())
    if found["drift"]:
        click.echo(f"started by drift: {_told_by(found['drift'])}")
    for one in found["findings"]:
        click.echo(f"  {one['code']} {one.get('where', '')}: {one['message']}")
    verdict = found["verdict"]
    if verdict is None:
        return
    errors = f"{verdict['champion_error']:.4g} before, {verdict['candidate_error']:.4g} after"
    click.echo(f"error on held-out samples, in sigma: {errors}")
    print_table(verdict["shifts"], ("name", "before", "after", "sigma", "sigmas"))
