"""`twin site load`: make the instances of a site's assets, in AWS or in the local twin."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from twin.compile import compile_sitewise
from twin.compile.bulk_metadata import bulk_metadata
from twin.definition import SiteDefinition, load_site
from twin.loading.plan import Plan
from twin.loading.site import wanted_site
from twin.loading.wording import as_dict, line
from twin_local.cli.output import json_option, print_json
from twin_local.loading.account import Account
from twin_local.loading.accounts import deployed_account, embedded_account
from twin_local.loading.bars import Bars
from twin_local.loading.execution import Silent
from twin_local.loading.loader import Loader
from twin_local.supervisor.layout import default_state, repository_root


@click.command(help="Make the assets and entities of sites/NAME.yaml; what is there is left alone.")
@click.argument("name")
@click.option("--dry-run", is_flag=True, help="Print what would be done, and do nothing.")
@click.option(
    "--delete",
    is_flag=True,
    help="Delete assets that the file no longer has, with their history.",
)
@click.option(
    "--bulk",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    default=None,
    help="Write the document of a metadata transfer job instead, which makes all assets at once.",
)
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=None,
    help="Where the site file is.  [default: sites/ of the checkout]",
)
@json_option
@click.pass_context
def load(
    context: click.Context,
    name: str,
    dry_run: bool,
    delete: bool,
    bulk: Path | None,
    folder: Path | None,
    as_json: bool,
) -> None:
    """Load a site, say what that would do, or write a bulk job that does it."""
    path = (folder or repository_root() / "sites") / f"{name}.yaml"
    definition = load_site(path)
    if bulk is not None:
        _write_bulk(definition, bulk, as_json=as_json)
        return
    local = context.find_root().meta.get("twin.profile", "local") == "local"
    account: Account = (
        embedded_account(definition, default_state(repository_root()))
        if local
        else deployed_account(definition)
    )
    progress = Silent() if as_json or not sys.stderr.isatty() else Bars()
    loader = Loader(account, wanted_site(definition), progress)
    if dry_run:
        plan = loader.plan(delete=delete)
        print_json(_report(plan)) if as_json else _print_plan(plan)
        return
    loaded = loader.load(delete=delete)
    if as_json:
        print_json({"counts": loaded.counts, "left": list(loaded.left)})
        return
    _print_counts(loaded.counts, "done")
    _print_left(loaded.left)


def _write_bulk(definition: SiteDefinition, file: Path, *, as_json: bool) -> None:
    """Write the document with the UUIDs of the site, so that later loads know the assets."""
    plan = compile_sitewise(definition)
    file.write_text(bulk_metadata(plan, with_asset_ids=True), encoding="utf-8")
    if as_json:
        print_json({"file": str(file), "assets": len(plan.assets)})
        return
    click.echo(f"{file}: {len(plan.assets)} assets; import it with a metadata transfer job")


def _report(plan: Plan) -> dict[str, object]:
    return {
        "operations": [as_dict(operation) for operation in plan.operations],
        "counts": plan.counts,
        "left": list(plan.left),
    }


def _print_plan(plan: Plan) -> None:
    for operation in plan.operations:
        click.echo(line(operation))
    _print_counts(plan.counts, "to do")
    _print_left(plan.left)


def _print_counts(counts: dict[str, int], what: str) -> None:
    told = ", ".join(f"{count} {kind}" for kind, count in counts.items())
    click.echo(f"{what}: {told or 'nothing'}")


def _print_left(left: tuple[str, ...]) -> None:
    if left:
        click.echo(f"left alone, as the site file does not have them: {', '.join(left)}")
