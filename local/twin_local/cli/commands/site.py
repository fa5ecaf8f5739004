"""`twin site`: begin a site file, find all that is wrong with one, load its instances."""

from __future__ import annotations

from dataclasses import asdict
from importlib.resources import files
from pathlib import Path

import click
from pydantic import TypeAdapter, ValidationError

from twin.compile.topics import compile_topics
from twin.definition import Finding, check_sites, load_site
from twin.definition.checks.quotas import QuotaWarning, quota_warnings
from twin.definition.names import SiteName
from twin.errors import TwinError
from twin_local.cli.output import json_option, print_json
from twin_local.cli.site_loading import load
from twin_local.supervisor.layout import repository_root

STARTER = files("twin_local.cli") / "starter_site.yaml"


class SiteNameError(TwinError):
    """A site cannot have this name."""

    code = "SITE_NAME_INVALID"


class SiteExistsError(TwinError):
    """The file is there already; it is never overwritten."""

    code = "SITE_EXISTS"
    status = 409


@click.group(help="Begin a site file, find all that is wrong with one, load its instances.")
def command() -> None:
    """Group the commands on site files."""


command.add_command(load)


@command.command(help="Write sites/NAME.yaml: commented, valid, ready to be changed.")
@click.argument("name")
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=None,
    help="Where to write it.  [default: sites/ of the checkout]",
)
@json_option
def new(name: str, folder: Path | None, as_json: bool) -> None:
    """Write a starter file."""
    _require_site_name(name)
    path = (folder or repository_root() / "sites") / f"{name}.yaml"
    _write_new(path, STARTER.read_text(encoding="utf-8").replace("NAME", name))
    if as_json:
        print_json({"file": str(path)})
        return
    click.echo(f"{path}: write your account, your equipment and your signals into it, then")
    click.echo(f"twin site check {path}")


@command.command(help="Say everything that is wrong with site files; exit 1 if anything is.")
@click.argument(
    "paths", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@json_option
@click.pass_context
def check(context: click.Context, paths: tuple[Path, ...], as_json: bool) -> None:
    """Check site files, alone and beside each other."""
    findings = check_sites(paths)
    warnings = [] if findings else [str(one) for path in paths for one in _warnings(path)]
    if as_json:
        found = [finding.to_dict() for finding in findings]
        print_json({"findings": found, "warnings": warnings})
    else:
        _print_findings(findings)
        for warning in warnings:
            click.echo(f"warning: {warning}")
        click.echo(_summary(len(paths), len(findings)), err=bool(findings))
    context.exit(1 if findings else 0)


@command.command(help="List the MQTT topics of a site: one a signal, and those of AWS.")
@click.argument("name")
@json_option
def topics(name: str, as_json: bool) -> None:
    """Print the unified namespace of sites/NAME.yaml."""
    _require_site_name(name)
    found = compile_topics(load_site(repository_root() / "sites" / f"{name}.yaml"))
    signals = [asdict(one) for one in found.signals]
    aws = [asdict(one) for one in found.aws]
    if as_json:
        print_json({"signals": signals, "aws": aws})
        return
    _print_columns([(one.topic, one.alias) for one in found.signals])
    click.echo()
    _print_columns([(one.topic_filter, one.meaning) for one in found.aws])


def _print_columns(rows: list[tuple[str, str]]) -> None:
    """Print two columns whole, however narrow the terminal is: topics are there to be copied."""
    width = max((len(first) for first, _ in rows), default=0)
    for first, second in rows:
        click.echo(f"{first:<{width}}  {second}")


def _require_site_name(name: str) -> None:
    try:
        TypeAdapter(SiteName).validate_python(name)
    except ValidationError as error:
        raise SiteNameError(
            "a site cannot have this name",
            found=repr(name),
            expected="2 to 24 lower-case letters, digits and hyphens, starting with a letter",
            where="NAME",
        ) from error


def _write_new(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        raise SiteExistsError(
            "there is a site file of this name",
            found=str(path),
            expected="a name that no site has",
            where="NAME",
        ) from error


def _warnings(path: Path) -> tuple[QuotaWarning, ...]:
    """Return what has to be asked of AWS before a site without mistakes can work."""
    return quota_warnings(load_site(path))


def _print_findings(findings: tuple[Finding, ...]) -> None:
    for finding in findings:
        place = f"{finding.file}:{finding.line}" if finding.line else finding.file
        click.echo(f"{finding.code}  {finding.message}")
        click.echo(f"  key         {finding.key or '(the whole file)'}")
        click.echo(f"  found       {finding.found}")
        click.echo(f"  expected    {finding.expected}")
        click.echo(f"  change it   {place}")


def _summary(files_checked: int, mistakes: int) -> str:
    checked = "1 file" if files_checked == 1 else f"{files_checked} files"
    if not mistakes:
        return f"{checked}: no mistakes"
    return f"{checked}: 1 mistake" if mistakes == 1 else f"{checked}: {mistakes} mistakes"
