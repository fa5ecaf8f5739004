"""How studies, their cost and their results are printed."""

from __future__ import annotations

import click

from twin_local.cli.client import Json
from twin_local.cli.output import moment, print_table

COLUMNS = ("requested", "model_id", "design", "rows", "done", "failed", "state", "study_id")


def study_row(study: Json) -> Json:
    """Return a study as a row of a list."""
    return {**study, **study["counts"], "requested": moment(study["requested_at"])}


def print_study(study: Json) -> None:
    """Print a study: its state, its rows and its cost."""
    counts, error = study["counts"], study["error"]
    reason = f" ({error['code']}: {error['message']})" if error else ""
    cached = ", from results that were there" if study["was_cached"] else ""
    click.echo(
        f"{study['model_id']} {study['design']} {study['study_id']}: {study['state']}{reason}"
    )
    click.echo(
        f"{counts['accepted']} rows: {counts['done']} done, {counts['failed']} failed, "
        f"{counts['pending']} pending{cached}"
    )
    if study["usage"] and not study["was_cached"]:
        usage = study["usage"]
        click.echo(
            f"{usage['jobs']} jobs, {usage['processor_seconds']:.1f} processor seconds, "
            f"${usage['cost_usd']:.4f} at prices of {usage['prices_of']}"
        )
    elif not study["was_cached"]:
        print_estimate(study["estimate"])


def print_estimate(estimate: Json) -> None:
    """Print what a study is expected to take."""
    if estimate["cost_usd"] is None:
        click.echo(f"{estimate['rows']} rows; the model's speed is measured by its first study")
        return
    click.echo(
        f"{estimate['rows']} rows of {estimate['steps']} steps: "
        f"{estimate['processor_seconds']:.1f} processor seconds in {estimate['chunks']} chunks, "
        f"about ${estimate['cost_usd']:.4f} at prices of {estimate['prices_of']}"
    )


def print_results(results: Json) -> None:
    """Print the statistics of each output, and which inputs matter."""
    rows = [
        {"output": name, **found, **_quantiles(found)} for name, found in results["outputs"].items()
    ]
    columns = ("output", "count", "mean", "standard_deviation", "minimum", "5 %", "50 %", "95 %")
    print_table(rows, (*columns, "maximum"))
    for code, count in results["failed"].items():
        click.echo(f"{count} rows failed: {code}")
    for output, found in ((results["sensitivity"] or {}).get("outputs") or {}).items():
        click.echo(f"what moves {output} ({results['sensitivity']['method']})")
        if found["refusal"]:
            refusal = found["refusal"]
            click.echo(f"  {refusal['message']}: {refusal.get('found', refusal['code'])}")
            continue
        figures = [name for name in found["inputs"][0] if not name.endswith("_interval")]
        print_table(found["inputs"], figures)


def _quantiles(found: Json) -> Json:
    return {f"{100 * one['level']:g} %": one["value"] for one in found["quantiles"]}
