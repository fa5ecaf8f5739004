"""What the roles of the running twin were refused, and which permissions nothing used."""

from __future__ import annotations

import json
import urllib.request
from dataclasses import asdict, dataclass
from typing import Any

import click

from twin_local.cli.output import moment, print_json, print_table
from twin_local.cli.profile import ProfileMissing
from twin_local.supervisor.layout import default_state, repository_root
from twin_local.supervisor.status import read_status

ADDRESS = "/_twin/permissions"
TIMEOUT_SECONDS = 30


@dataclass(frozen=True)
class Permissions:
    """Refusals, oldest first, and what roles and resources grant unused, since the start."""

    refusals: list[dict[str, Any]]
    unused: dict[str, list[str]]
    unused_resource_policies: dict[str, list[str]]


def show_permissions(*, as_json: bool) -> int:
    """Print the report and return the exit code: 1 when a role was refused something.

    Raises:
        ProfileMissing: no twin runs here.
    """
    found = fetch_permissions()
    if as_json:
        print_json(asdict(found))
    else:
        _print(found)
    return 1 if found.refusals else 0


def fetch_permissions() -> Permissions:
    """Ask the running embedded AWS.

    Raises:
        ProfileMissing: no twin runs here.
    """
    status = read_status(default_state(repository_root()))
    if status is None or not status.running:
        raise ProfileMissing("no local twin runs here", where="start one with `make up`")
    url = f"{status.endpoint_url}{ADDRESS}"
    with urllib.request.urlopen(url, timeout=TIMEOUT_SECONDS) as answer:
        return Permissions(**json.load(answer))


def _print(found: Permissions) -> None:
    refused = [
        {**one, "at": moment(one["at"]), "role": _short(one["role"])} for one in found.refusals
    ]
    unused = [
        {"role": _short(role), "never used": ", ".join(actions)}
        for role, actions in sorted(found.unused.items())
    ]
    click.echo(f"refused since the start: {len(refused)}")
    if refused:
        print_table(refused, ("at", "role", "action", "resource", "reason"))
    print_table(unused, ("role", "never used"))
    granted = [
        {"resource": arn.split(":", 5)[5], "never used": ", ".join(actions)}
        for arn, actions in sorted(found.unused_resource_policies.items())
    ]
    if granted:
        print_table(granted, ("resource", "never used"))


def _short(role: str) -> str:
    return role.rpartition("/")[2]
