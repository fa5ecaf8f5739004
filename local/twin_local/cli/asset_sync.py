"""`twin assets sync` and `twin assets download`: folders to and from assets."""

from __future__ import annotations

import time
from pathlib import Path

import click

from twin.errors import TwinError
from twin.spatial.asset_key import asset_key_of
from twin_local.cli.catalogue import database_option
from twin_local.cli.client import ApiClient, ApiRefused
from twin_local.cli.output import json_option, print_json
from twin_local.cli.transfer.address_cache import AddressCache
from twin_local.cli.transfer.folder_plan import sync_plan
from twin_local.cli.transfer.folder_sync import FolderSync, SyncResult
from twin_local.cli.transfer.local_files import LocalFiles, local_files
from twin_local.cli.transfer.ranged_fetch import fetch
from twin_local.cli.transfer.remote_asset import RemoteAsset
from twin_local.cli.transfer.version_download import VersionDownload

ARCHIVE_POLL_SECONDS = 1.0


class ArchivePending(TwinError):
    """The archive was not made within the time given."""

    code = "ARCHIVE_PENDING"
    status = 504


@click.command(help="Bring the files of a folder into an asset; only what differs is sent.")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--key", default=None, help="Key of the asset; by default made of the folder's name.")
@database_option
@click.option("--exclude", multiple=True, help="Pattern of files to leave; also see .twinignore.")
@click.option("--delete", "remove", is_flag=True, help="Take out files that the folder has not.")
@click.option("--comment", default="", help="What is new in the version that is made.")
@click.option("--dry-run", is_flag=True, help="Only tell what would be done.")
@click.option("--timeout", type=float, default=1800.0, show_default=True, help="Seconds a file.")
@json_option
def sync(
    folder: Path,
    key: str | None,
    database: str,
    exclude: tuple[str, ...],
    remove: bool,
    comment: str,
    dry_run: bool,
    timeout: float,
    as_json: bool,
) -> None:
    """Bring a folder into an asset."""
    asset_key = key or asset_key_of(f"{folder.resolve().name}.folder")
    asset = RemoteAsset(ApiClient(), database, asset_key)
    files = local_files(folder, exclude)
    exists = asset.find() is not None
    plan = sync_plan(_addresses(folder, files), asset.addresses() if exists else {})
    result = SyncResult(plan, files.ignored, refused=dict(files.refused))
    if not dry_run:
        if not exists:
            asset.create(folder.resolve().name)
        run = FolderSync(asset, files.found, timeout)
        run.run(result, remove=remove, comment=comment, told=lambda _path: None)
    body = {"database_id": database, "asset_key": asset_key, **result.body()}
    if dry_run:
        body["to_send"] = list(plan.send)
    if as_json:
        print_json(body)
    else:
        _tell(result, dry_run=dry_run)
    if result.refused:
        raise SystemExit(1)


@click.command(help="Bring the files of an asset into a folder, verified; or as one ZIP file.")
@click.argument("asset_key")
@click.argument("target", type=click.Path(path_type=Path))
@database_option
@click.option("--version", "number", type=click.IntRange(1), default=None, help="Default: newest.")
@click.option("--zip", "as_zip", is_flag=True, help="TARGET is a ZIP file, made by the service.")
@click.option("--timeout", type=float, default=1200.0, show_default=True, help="Seconds to wait.")
@json_option
def download(
    asset_key: str,
    target: Path,
    database: str,
    number: int | None,
    as_zip: bool,
    timeout: float,
    as_json: bool,
) -> None:
    """Bring a version into a folder, or as a ZIP file."""
    asset = RemoteAsset(ApiClient(), database, asset_key)
    number = number or int(asset.client.call("getAsset", asset.path)["version"])
    if as_zip:
        size = _archive(asset, number, target, timeout)
        body = {"version": number, "file": str(target), "size_bytes": size}
        said = f"{target}: version {number}, {size} bytes"
    else:
        files = asset.version_files(number)
        brought = VersionDownload(asset, target).run(files)
        body = {"version": number, "brought": brought, "same": len(files) - len(brought)}
        said = f"{target}: version {number}, {len(brought)} of {len(files)} files brought"
    if as_json:
        print_json(body)
    else:
        click.echo(said)


def _addresses(folder: Path, files: LocalFiles) -> dict[str, str]:
    cache = AddressCache(folder)
    try:
        return {path: cache.address(file) for path, file in files.found.items()}
    finally:
        cache.save()


def _archive(asset: RemoteAsset, number: int, target: Path, timeout_seconds: float) -> int:
    """Ask for the archive of a version, wait for it and save it; return its size in bytes."""
    place = {**asset.path, "number": number}
    archive = asset.client.call("requestArchive", place)
    end = time.monotonic() + timeout_seconds
    while archive["state"] == "REQUESTED":
        if time.monotonic() > end:
            raise ArchivePending(
                "the archive is not made yet", expected="READY; ask again with the same command"
            )
        time.sleep(ARCHIVE_POLL_SECONDS)
        archive = asset.client.call("getArchive", place)
    if archive["state"] != "READY":
        raise ApiRefused(422, archive["error"])
    partial = target.with_name(f"{target.name}.part")
    size = int(archive["size_bytes"])
    fetch(asset.client, lambda: str(asset.client.call("getArchive", place)["url"]), partial, size)
    partial.replace(target)
    return size


def _tell(result: SyncResult, *, dry_run: bool) -> None:
    sent = result.plan.send if dry_run else result.sent
    verb = "to send" if dry_run else "sent"
    version = f", version {result.version}" if result.version else ""
    click.echo(
        f"{len(sent)} {verb}, {len(result.plan.same)} same, {result.ignored} ignored{version}"
    )
    for path in result.removed:
        click.echo(f"taken out: {path}")
    for path, error in result.refused.items():
        click.echo(f"refused: {path}: {error}", err=True)
