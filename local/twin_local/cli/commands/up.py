"""`twin up`: the whole twin of a site on this machine."""

from __future__ import annotations

import click

from twin_local.cli.profile import require_local
from twin_local.supervisor.layout import (
    DEFAULT_PORT_BASE,
    Layout,
    default_state,
    repository_root,
)
from twin_local.supervisor.supervisor import Supervisor


@click.command(help="Start the twin of a site on this machine; Ctrl-C stops it.")
@click.option("--site", default="demo", show_default=True, help="Name of the site file.")
@click.option("--fresh", is_flag=True, help="Throw the old state away and start over.")
@click.option(
    "--port-base",
    type=click.IntRange(1024, 65000),
    default=DEFAULT_PORT_BASE,
    show_default=True,
    help=(
        "Port of the console. The AWS endpoint, the live channel and, at other ports than the "
        "default ones, the simulated PLC come after it."
    ),
)
def command(site: str, fresh: bool, port_base: int) -> None:
    """Start, keep up and stop."""
    require_local()
    root = repository_root()
    layout = Layout(root=root, state=default_state(root), site=site, port_base=port_base)
    Supervisor(layout, click.echo).run(fresh=fresh)
