"""`twin doctor`: what is missing on this machine, and how to get it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import click

from twin_local.cli.output import json_option, print_json, print_table
from twin_local.cli.permissions import show_permissions
from twin_local.supervisor.errors import SupervisorError
from twin_local.supervisor.layout import (
    DEFAULT_PORT_BASE,
    Layout,
    default_state,
    repository_root,
)
from twin_local.supervisor.local_site import local_site
from twin_local.supervisor.preflight import Finding, findings

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@click.command(help="Say what a local twin needs, what is missing, and how to get it.")
@click.option("--site", default="demo", show_default=True, help="Name of the site file.")
@click.option("--port-base", type=int, default=DEFAULT_PORT_BASE, show_default=True)
@click.option(
    "--permissions",
    is_flag=True,
    help="Ask the running twin what roles were refused, and what they never used.",
)
@json_option
@click.pass_context
def command(
    context: click.Context, site: str, port_base: int, permissions: bool, as_json: bool
) -> None:
    """Look at everything and exit 1 when something stands in the way."""
    if permissions:
        context.exit(show_permissions(as_json=as_json))
    root = repository_root()
    layout = Layout(root=root, state=default_state(root), site=site, port_base=port_base)
    found = list(_everything(layout))
    rows = [_row(finding) for finding in found]
    if as_json:
        print_json({"findings": rows})
    else:
        print_table(rows, ("name", "found", "problem", "remedy"))
    context.exit(1 if any(finding.error for finding in found) else 0)


def _everything(layout: Layout) -> Iterator[Finding]:
    site = local_site(layout) if layout.site_file.is_file() else None
    yield from findings(layout, site)
    yield _npm()
    browser = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    yield Finding("Chromium", browser or "missing: only the browser tests need it")


def _npm() -> Finding:
    npm = shutil.which("npm")
    if npm:
        return Finding("npm", npm)
    error = SupervisorError("set-up needs npm", where="install Node.js with npm")
    return Finding("npm", "missing", error)


def _row(finding: Finding) -> dict[str, str]:
    error = finding.error
    return {
        "name": finding.name,
        "found": finding.found,
        "problem": f"{error.code}: {error.message}" if error else "",
        "remedy": (error.where or error.expected) if error else "",
    }
