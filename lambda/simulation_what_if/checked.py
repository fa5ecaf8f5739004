"""Hold the set-points of a what-if against the rules of their command."""

from __future__ import annotations

from iot_runtime.command_table import CommandTable
from twin.commands.checks import find_command, observed_aliases
from twin.simulation.what_if.comparison import Comparison
from twin.simulation.what_if.request import WhatIfRequest
from twin.simulation.what_if.violations import violations
from twin.site_document import SiteDocument
from twin.telemetry.latest import latest_value
from twin_runtime import clients
from twin_runtime.settings import setting
from twin_runtime.values import latest_samples


def checked(wanted: WhatIfRequest, site: SiteDocument, *, now: float) -> Comparison:
    """Return the comparison; each set-point has the rules that would refuse it if it were sent now.

    A comparison of other candidates than set-points stays as it is.
    """
    if not wanted.comparison.command_id:
        return wanted.comparison
    command = find_command(site, wanted.comparison.command_id)
    aliases = observed_aliases(command)
    samples = latest_samples(clients.iotsitewise(), aliases)
    latest = {
        alias: latest_value(site.signal_by_alias[alias], samples.get(alias), now=now)
        for alias in aliases
    }
    table = CommandTable(clients.dynamodb(), setting("COMMAND_TABLE"))
    previous = table.set_points(command.id)
    return wanted.comparison.with_violations(
        [
            violations(command, value, latest=latest, previous=previous, now=now)
            for value in wanted.set_points
        ]
    )
