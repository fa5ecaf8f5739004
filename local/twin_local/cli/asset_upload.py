"""`twin assets upload`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import click
from rich.console import Console
from rich.progress import BarColumn, TaskProgressColumn, TextColumn
from rich.progress import Progress as Bar

from twin.spatial.upload_plan import CHECKSUM_BYTES, Checksum
from twin_local.cli.catalogue import database_option, described
from twin_local.cli.client import ApiClient, Json
from twin_local.cli.file_upload import Progress, Target, follow, refusal, send
from twin_local.cli.output import json_option, print_json


@click.command(help="Upload a file; with --wait, until its derivatives are published.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--key", default=None, help="Key of the asset; by default made of the file's name.")
@database_option
@click.option("--path", default=None, help="Path in the asset; by default the file's name.")
@click.option("--hold", is_flag=True, help="Publish without making a version of the asset.")
@click.option("--unpack", is_flag=True, help="Publish the members of a ZIP archive instead of it.")
@click.option(
    "--checksum",
    type=click.Choice(sorted(CHECKSUM_BYTES)),
    default="SHA256",
    show_default=True,
    help="What the storage checks each part by.",
)
@click.option("--wait", is_flag=True, help="Wait; exit 1 with the reason unless it is published.")
@click.option("--timeout", type=float, default=1800.0, show_default=True, help="Seconds to wait.")
@json_option
def upload(
    file: Path,
    key: str | None,
    database: str,
    path: str | None,
    hold: bool,
    unpack: bool,
    checksum: str,
    wait: bool,
    timeout: float,
    as_json: bool,
) -> None:
    """Upload one file."""
    client = ApiClient()
    target = Target(database, key, path, hold, unpack, cast("Checksum", checksum))
    with _progress(shown=not as_json and sys.stderr.isatty()) as progress:
        result = send(client, file, target, progress)
        if wait:
            result = follow(client, result, timeout, progress)
    if wait and result["state"] != "PUBLISHED":
        raise refusal(result)
    if as_json:
        print_json(_published(client, result) if wait and not unpack else result)
    else:
        click.echo(f"{result['asset_key']}: {result['state']} ({result['upload_id']})")


def _published(client: ApiClient, result: Json) -> Json:
    """Return an upload with the asset that it became."""
    asset = described(client, result["database_id"], result["asset_key"], limit=100)
    return {**result, "asset": asset}


@contextmanager
def _progress(*, shown: bool) -> Iterator[Progress]:
    """Draw a bar on the terminal's error stream, where there is one."""
    if not shown:
        yield lambda _step, _share: None
        return
    columns = (TextColumn("{task.description:<12}"), BarColumn(), TaskProgressColumn())
    with Bar(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("", total=1.0)
        yield lambda step, share: bar.update(task, description=step, completed=share)
