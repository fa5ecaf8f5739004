"""`twin plc`: faults of the simulated PLC."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import click

from twin.definition import load_site
from twin.errors import TwinError
from twin_local.plc.client import PlcPanel
from twin_local.plc.faults import FAULT_TARGETS


@click.group(name="plc", help="Switch faults of the simulated PLC on and off.")
@click.option(
    "--site",
    "site_file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    default=Path("sites/demo.yaml"),
    show_default=True,
    help="The site file that names the PLC's endpoint.",
)
@click.pass_context
def command(context: click.Context, site_file: Path) -> None:
    """Find the PLC of a site."""
    try:
        context.obj = PlcPanel(load_site(site_file).plc.endpoint)
    except TwinError as error:
        raise click.ClickException(str(error)) from error


@command.command(help="Switch a fault on; severity 0 switches it off.")
@click.argument("kind", type=click.Choice(list(FAULT_TARGETS)))
@click.argument("target")
@click.option("--severity", type=click.FloatRange(0, 1), default=1.0, show_default=True)
@click.pass_obj
def fault(panel: PlcPanel, kind: str, target: str, severity: float) -> None:
    """Switch one fault."""
    _run(lambda: panel.set_fault(kind, target, severity))
    click.echo(f"{kind} of {target}: {'off' if severity == 0 else f'severity {severity:g}'}")


@command.command(help="Switch every fault off.")
@click.pass_obj
def clear(panel: PlcPanel) -> None:
    """Clear all faults."""
    _run(panel.clear_faults)
    click.echo("all faults are off")


@command.command(name="faults", help="List active faults, and what can be switched on.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def list_faults(panel: PlcPanel, as_json: bool) -> None:
    """Print active and known faults."""
    active: list[str] = []
    _run(lambda: active.extend(panel.list_faults()))
    if as_json:
        click.echo(json.dumps({"active": active, "known": FAULT_TARGETS}))
        return
    click.echo("active: " + (", ".join(active) or "none"))
    for kind, target in FAULT_TARGETS.items():
        click.echo(f"  {kind:20} {target}")


def _run(action: Callable[[], None]) -> None:
    try:
        action()
    except TwinError as error:
        raise click.ClickException(str(error)) from error
