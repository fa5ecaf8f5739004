"""`twin assets import` and `twin assets export`: from and to other asset managers."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from twin_local.cli.catalogue import database_option
from twin_local.cli.client import ApiClient
from twin_local.cli.output import json_option, print_json
from twin_local.cli.transfer.exchange_export import ExchangeExport
from twin_local.cli.transfer.exchange_import import ExchangeImport

LAYOUT = "FOLDER has a folder for each asset id, and export documents of VAMS (*.json)."


@click.command(name="import", help=f"Import assets with files, metadata and links. {LAYOUT}")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@database_option
@click.option("--timeout", type=float, default=1800.0, show_default=True, help="Seconds a file.")
@json_option
def import_assets(folder: Path, database: str, timeout: float, as_json: bool) -> None:
    """Import a folder; what is there already is not sent again."""
    report = ExchangeImport(ApiClient(), folder, database, timeout).run()
    if as_json:
        print_json(asdict(report))
    else:
        sent = sum(len(asset["sent"]) for asset in report.imported)
        click.echo(f"{len(report.imported)} assets, {sent} files sent, {report.links} links")
        for name in report.archived:
            click.echo(f"archived, left out: {name}")
        for ends in report.links_outside:
            click.echo(f"link left out: {ends['parent']} {ends['kind']} {ends['child']}")
        for refused in report.refused:
            click.echo(f"refused: {refused}", err=True)
    if report.refused or any(asset["refused"] for asset in report.imported):
        raise SystemExit(1)


@click.command(name="export", help=f"Export assets with files, metadata and links. {LAYOUT}")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.argument("asset_keys", nargs=-1)
@database_option
@json_option
def export_assets(folder: Path, asset_keys: tuple[str, ...], database: str, as_json: bool) -> None:
    """Export assets, by default all of a database."""
    export = ExchangeExport(ApiClient(), folder, database)
    exchange = export.run(list(asset_keys) or export.all_keys())
    if as_json:
        print_json(exchange.to_document())
    else:
        files = sum(len(asset.files) for asset in exchange.assets)
        click.echo(f"{len(exchange.assets)} assets, {files} files, {len(exchange.links)} links")
