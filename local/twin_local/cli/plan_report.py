"""A plan as text for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import click

from twin.cost.idle import GOAL_USD_PER_MONTH
from twin.cost.publisher_paths import PublisherPath
from twin.plan.plan import Plan
from twin.plan.stateful_changes import StatefulChange
from twin.plan.usage import NOT_COUNTED
from twin.plan.usage_line import UsageLine


def print_plan(plan: Plan, *, compared: str) -> None:
    """Print every part of a plan; `compared` says with what stateful resources were compared."""
    click.echo(f"Site {plan.site} in {plan.region}; money in US dollars a month\n")
    _print_idle(plan)
    _print_usage(plan)
    _print_paths(plan)
    _print_quotas(plan)
    _print_lines("Dead or closed services", plan.retired, "none")
    _print_stateful(plan.stateful, compared)
    if plan.warnings:
        _print_lines("Warnings", plan.warnings, "none")


def _print_idle(plan: Plan) -> None:
    click.echo(f"Fixed cost: ${plan.idle.usd:.2f} (goal: below ${GOAL_USD_PER_MONTH:.0f})")
    for line in plan.idle.priced:
        click.echo(f"  ${line.usd:.2f}  {line.count} x {line.type}")
    for line in plan.idle.unknown:
        click.echo(f"  ?      {line.count} x {line.type}: no price is known")
    click.echo()


def _print_usage(plan: Plan) -> None:
    rate = plan.values_per_second
    click.echo(f"Cost by usage: ${plan.usage_usd:.2f} for what has a rate")
    click.echo(
        f"  {plan.streams} streams; values a second: {rate.steady:.3g} steady,"
        f" {rate.expected:.3g} expected, {rate.busiest:.3g} at most"
    )
    click.echo("  expected is every second, unless a measurement states expected_period_seconds")
    rows = [_usage_row(line, plan.region) for line in plan.usage]
    if rows:
        _print_columns(rows)
    for note in dict.fromkeys(f"{line.item}: {line.note}" for line in plan.usage if line.note):
        click.echo(f"  {note}")
    for item in NOT_COUNTED:
        click.echo(f"  not counted: {item}")
    click.echo()


def _usage_row(line: UsageLine, region: str) -> dict[str, str]:
    if line.usd is None:
        price, rate = "?", "no rate is known"
    else:
        price, rate = f"{line.usd:.2f}", str(line.confidence)
        if line.rate_region != region:
            rate += f", of {line.rate_region}"
    amount = f"{line.per_month:,.0f}" if line.per_month >= 10 else f"{line.per_month:.3g}"
    return {"item": line.item, "a month": amount, "unit": line.unit, "usd": price, "rate": rate}


def _print_paths(plan: Plan) -> None:
    if plan.recommended is None:
        click.echo("Publisher: no stream to publish\n")
        return
    click.echo(f"Publisher: {plan.recommended.title}")
    click.echo(f"  fewest messages where a value may wait {plan.longest_delay_seconds:g} s")
    if plan.configured is not None:
        seconds = plan.configured.delay_seconds
        click.echo(f"  in the site file: publisher: {{flush_seconds: {seconds:g}}}")
        if plan.configured != plan.recommended:
            click.echo("  it does not buffer by itself; this is the best that it does")
    rows = [_path_row(path, plan.recommended) for path in plan.paths]
    _print_columns(rows)
    click.echo()


def _path_row(path: PublisherPath, recommended: PublisherPath) -> dict[str, str]:
    return {
        "": "→" if path == recommended else "",
        "path": path.title,
        "messages a day": f"{path.messages_per_day:,}",
    }


def _print_quotas(plan: Plan) -> None:
    click.echo("Quotas, the tightest first")
    rows = [
        {
            "quota": one.quota,
            "used": f"{one.used:,g}",
            "allowed": f"{one.allowed:,}",
            "free": f"{one.free_percent:.0f} %",
            "raise": one.code or {"yes": "on request", "no": "never"}.get(one.adjustable, "?"),
            "source": "granted" if one.granted else one.confidence,
            "at": one.at,
        }
        for one in plan.quotas
    ]
    _print_columns(rows)
    click.echo()


def _print_stateful(changes: Sequence[StatefulChange], compared: str) -> None:
    _print_lines(
        f"Resources that hold data, compared with {compared}", list(_told(changes)), "no change"
    )


def _told(changes: Sequence[StatefulChange]) -> Iterator[str]:
    for one in changes:
        what = f" ({', '.join(one.properties)})" if one.properties else ""
        mark = "DATA IS LEFT BEHIND  " if one.is_dangerous else ""
        yield f"{mark}{one.change:<8} {one.stack}/{one.logical_id} {one.type}{what}"


def _print_columns(rows: Sequence[Mapping[str, str]]) -> None:
    """Print rows under their names, each column as wide as it needs to be."""
    lines = [dict(zip(rows[0], rows[0], strict=True)), *rows]
    wide = {name: max(len(line[name]) for line in lines) for name in rows[0]}
    for line in lines:
        click.echo("  " + "  ".join(line[name].ljust(wide[name]) for name in rows[0]).rstrip())


def _print_lines(title: str, lines: Sequence[str], empty: str) -> None:
    click.echo(f"{title}: {empty}" if not lines else title)
    for line in lines:
        click.echo(f"  {line}")
    click.echo()
