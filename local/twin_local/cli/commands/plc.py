"""`twin plc`: faults of the simulated PLC."""

from __future__ import annotations

from pathlib import Path

import click

from twin.definition import load_site
from twin_local.cli.output import json_option, print_json, print_table
from twin_local.plc.client import PlcPanel
from twin_local.plc.faults import FAULT_TARGETS
from twin_local.supervisor.layout import default_state, repository_root
from twin_local.supervisor.status import read_status

DEMO = Path("sites/demo.yaml")


@click.group(help="Switch faults of the simulated PLC on and off.")
@click.option(
    "--site",
    "site_file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The site file that names the PLC's endpoint. Default: the twin that runs here.",
)
@click.pass_context
def command(context: click.Context, site_file: Path | None) -> None:
    """Find the PLC of the running twin, or of a site."""
    context.obj = PlcPanel(_endpoint(site_file))


def _endpoint(site_file: Path | None) -> str:
    status = read_status(default_state(repository_root())) if site_file is None else None
    if status is not None and status.running and status.plc_endpoint:
        return status.plc_endpoint
    return load_site(site_file or DEMO).plc.endpoint


@command.command(help="Switch a fault on; severity 0 switches it off.")
@click.argument("kind", type=click.Choice(list(FAULT_TARGETS)))
@click.argument("target")
@click.option("--severity", type=click.FloatRange(0, 1), default=1.0, show_default=True)
@json_option
@click.pass_obj
def fault(panel: PlcPanel, kind: str, target: str, severity: float, as_json: bool) -> None:
    """Switch one fault."""
    panel.set_fault(kind, target, severity)
    if as_json:
        print_json({"kind": kind, "target": target, "severity": severity})
        return
    click.echo(f"{kind} of {target}: {'off' if severity == 0 else f'severity {severity:g}'}")


@command.command(help="Switch every fault off.")
@click.pass_obj
def clear(panel: PlcPanel) -> None:
    """Clear all faults."""
    panel.clear_faults()
    click.echo("all faults are off")


@command.command(name="faults", help="List active faults, and what can be switched on.")
@json_option
@click.pass_obj
def list_faults(panel: PlcPanel, as_json: bool) -> None:
    """Print active and known faults."""
    active = panel.list_faults()
    if as_json:
        print_json({"active": active, "known": FAULT_TARGETS})
        return
    click.echo("active: " + (", ".join(active) or "none"))
    print_table(
        [{"fault": kind, "happens_to": text} for kind, text in FAULT_TARGETS.items()],
        ("fault", "happens_to"),
    )
