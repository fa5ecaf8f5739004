"""Compare candidates in simulation, and print them from the best to the worst."""

from __future__ import annotations

import sys

import click

from twin_local.cli.client import ApiClient, Json
from twin_local.cli.output import cell, print_json, print_table
from twin_local.cli.runs import await_end


def compare(body: Json, *, as_json: bool) -> None:
    """Start a what-if of several candidates and wait for its ranking; exit 1 without one."""
    client = ApiClient()
    run = await_end(client, client.post("/what-if", body)["run"])
    answer = client.get(f"/what-if/{run['run_id']}")
    if as_json:
        print_json(answer)
    else:
        print_ranking(answer)
    if answer["run"]["state"] != "SUCCEEDED":
        sys.exit(1)


def print_ranking(answer: Json) -> None:
    """Print the candidates as a table, and below it why the worse ones are worse."""
    run, outcomes = answer["run"], answer["outcomes"]
    error = run.get("error")
    reason = f" ({error['code']}: {error['message']})" if error else ""
    click.echo(f"{run['model_id']} what-if {run['run_id']}: {run['state']}{reason}")
    variables = list(dict.fromkeys(name for one in outcomes for name in one["outputs"]))
    units = {name: out["unit"] for one in outcomes for name, out in one["outputs"].items()}
    columns = [f"{name}, {units[name]}" if units[name] else name for name in variables]
    rows = [
        {
            "rank": one["rank"],
            "candidate": one["name"],
            **{
                column: _interval(one["outputs"].get(name))
                for column, name in zip(columns, variables, strict=True)
            },
            "speaks_against_it": len(_against(one)),
        }
        for one in outcomes
    ]
    print_table(rows, ("rank", "candidate", *columns, "speaks_against_it"))
    for one in outcomes:
        for text in _against(one):
            click.echo(f"{one['name']}: {text}")


def _interval(output: Json | None) -> str:
    if output is None:
        return "-"
    return f"{cell(output['value'])} ({cell(output['lower'])} to {cell(output['upper'])})"


def _against(outcome: Json) -> list[str]:
    """Return what a candidate breaks, in the order in which it counts."""
    error = outcome["error"]
    return [
        *([f"{error['message']} ({error['code']})"] if error else []),
        *(f"{one['message']} ({one['code']})" for one in outcome["violations"]),
        *(_breach(one) for one in sorted(outcome["breaches"], key=lambda one: not one["by_value"])),
        *(f"{one['message']} ({one['code']})" for one in outcome["reasons"]),
    ]


def _breach(breach: Json) -> str:
    limit = f"{breach['comparison']} {breach['threshold']:g} {breach['unit']}".strip()
    how = "" if breach["by_value"] else " within its interval"
    return f"{breach['title']}: {breach['variable']} {limit}{how}"
