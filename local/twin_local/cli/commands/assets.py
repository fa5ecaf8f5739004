"""`twin assets`: upload CAD files, and see what is catalogued."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, TaskProgressColumn, TextColumn
from rich.progress import Progress as Bar

from twin_local.cli.client import ApiClient, Json
from twin_local.cli.file_upload import Progress, announce, follow, refusal, send
from twin_local.cli.output import json_option, moment, print_json, print_table


@click.group(help="Upload CAD files, and see what is catalogued.")
def command() -> None:
    """Group the commands on spatial assets."""


@command.command(help="Upload a file; with --wait, until its derivatives are published.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--key", default=None, help="Key of the asset; by default made of the file's name.")
@click.option("--wait", is_flag=True, help="Wait; exit 1 with the reason unless it is published.")
@click.option("--timeout", type=float, default=1800.0, show_default=True, help="Seconds to wait.")
@json_option
def upload(file: Path, key: str | None, wait: bool, timeout: float, as_json: bool) -> None:
    """Upload one file."""
    client = ApiClient()
    with _progress(shown=not as_json and sys.stderr.isatty()) as progress:
        result = send(client, announce(file, progress), key, progress)
        if wait:
            result = follow(client, result, timeout, progress)
    if wait and result["state"] != "PUBLISHED":
        raise refusal(result)
    if as_json:
        print_json(_published(client, result) if wait else result)
    else:
        click.echo(f"{result['asset_key']}: {result['state']} ({result['upload_id']})")


@command.command(name="list", help="List catalogued assets, newest first.")
@click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True)
@json_option
def list_assets(limit: int, as_json: bool) -> None:
    """Print the newest assets."""
    pages = ApiClient().pages("/assets", "assets", {"limit": min(limit, 200)})
    assets = list(islice(pages, limit))
    if as_json:
        print_json({"assets": assets})
        return
    rows = [{**asset, "published": moment(asset["published_at"])} for asset in assets]
    print_table(rows, ("asset_key", "title", "version", "format", "published", "published_by"))


@command.command(help="Show one asset with its files and its assembly tree.")
@click.argument("asset_key")
@json_option
def show(asset_key: str, as_json: bool) -> None:
    """Print one asset."""
    asset = ApiClient().get(f"/assets/{asset_key}")
    if as_json:
        print_json(asset)
        return
    click.echo(f"{asset['title']}, version {asset['version']} of {moment(asset['published_at'])}")
    print_table(asset["files"], ("file_name", "media_type", "size_bytes", "sha256"))
    for node in asset["tree"]:
        _print_tree(node, depth=0)


@command.command(help="List what can be converted.")
@json_option
def converters(as_json: bool) -> None:
    """Print the converters."""
    body = ApiClient().get("/converters")
    if as_json:
        print_json(body)
        return
    rows = [
        {**row, "inputs": ", ".join(row["inputs"]), "outputs": ", ".join(row["outputs"])}
        for row in body["converters"]
    ]
    print_table(rows, ("name", "title", "inputs", "outputs", "maximum_bytes"))


def _published(client: ApiClient, result: Json) -> Json:
    """Return an upload with the asset that it became."""
    return {**result, "asset": client.get(f"/assets/{result['asset_key']}")}


def _print_tree(node: Json, *, depth: int) -> None:
    title = "" if node["title"] == node["name"] else f"  {node['title']}"
    click.echo(f"{'  ' * depth}{node['name']}{title}")
    for child in node["children"]:
        _print_tree(child, depth=depth + 1)


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
