"""`twin plan`: what a site costs, uses and endangers, before it is deployed."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from twin.plan.plan import make_plan
from twin.plan.stateful_changes import stateful_changes
from twin_local.cli.output import json_option, print_json
from twin_local.cli.plan_report import print_plan
from twin_local.cli.planned_site import deployed_templates, plan_site
from twin_local.engine.schema import changed_create_only

SHORTEST_DELAY = 0.2
"""What the publisher needs to gather and send."""


@click.command(help="Tell cost, quotas, dead services and stateful changes of SITE (name or file).")
@click.argument("site")
@click.option(
    "--endpoint-url",
    default=None,
    help="Compare with what is deployed there, such as the embedded AWS.",
)
@click.option("--aws-profile", default=None, help="Compare with what is deployed in this account.")
@click.option(
    "--delay",
    type=click.FloatRange(min=SHORTEST_DELAY),
    default=None,
    help="Seconds that a value may wait.  [default: 1 where people or alarms watch, else 3600]",
)
@json_option
def command(
    site: str, endpoint_url: str | None, aws_profile: str | None, delay: float | None, as_json: bool
) -> None:
    """Print the plan of a site."""
    planned = plan_site(site)
    is_compared = bool(endpoint_url or aws_profile)
    deployed = (
        deployed_templates(planned.definition, endpoint_url=endpoint_url, profile=aws_profile)
        if is_compared
        else {}
    )
    templates = planned.templates()
    plan = make_plan(
        planned.definition,
        templates,
        stateful_changes(deployed, templates, changed_create_only),
        today=datetime.now(UTC).date(),
        longest_delay_seconds=delay,
    )
    compared = endpoint_url or aws_profile or "nothing deployed"
    if as_json:
        print_json({**plan.to_dict(), "compared_with": compared})
    else:
        print_plan(plan, compared=compared)
