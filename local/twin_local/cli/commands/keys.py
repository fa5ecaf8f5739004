"""`twin keys`: API keys for programs, made by people and never with more rights than theirs."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import islice

import click

from twin.api.routes import ROLES
from twin_local.cli.client import ApiClient, Json
from twin_local.cli.output import json_option, print_json, print_table

COLUMNS = (
    "key_id",
    "title",
    "owner_name",
    "role",
    "databases",
    "expires",
    "last_used_day",
    "state",
)


@click.group(help="Make, see and revoke API keys for programs.")
def command() -> None:
    """Group the commands on keys."""


@command.command(help="Make a key; its secret is printed this once.")
@click.argument("title")
@click.option("--role", type=click.Choice(ROLES), default=None, help="At most yours, the default.")
@click.option("--database", "databases", multiple=True, help="Only these; may be repeated.")
@click.option("--operation", "operations", multiple=True, help="Only these, by operationId.")
@click.option("--days", type=click.IntRange(1, 365), default=90, show_default=True)
@json_option
def create(
    title: str,
    role: str | None,
    databases: tuple[str, ...],
    operations: tuple[str, ...],
    days: int,
    as_json: bool,
) -> None:
    """Make one key."""
    body = {
        "title": title,
        "expires_in_days": days,
        **({"role": role} if role else {}),
        **({"databases": list(databases)} if databases else {}),
        **({"operations": list(operations)} if operations else {}),
    }
    made = ApiClient().call("createAccessKey", body=body)
    if as_json:
        print_json(made)
        return
    _print([made["key"]])
    click.echo(made["secret"])


@command.command(name="list", help="List your keys, or those of everyone.")
@click.option("--all", "everyones", is_flag=True, help="Of everyone; for administrators.")
@click.option("--limit", type=click.IntRange(1, 1000), default=100, show_default=True)
@json_option
def list_keys(everyones: bool, limit: int, as_json: bool) -> None:
    """Print keys."""
    query = {"all": "true"} if everyones else {}
    rows = list(islice(ApiClient().pages("/access/keys", "keys", query), limit))
    if as_json:
        print_json({"keys": rows})
        return
    _print(rows)


@command.command(help="Take a key back: at once for new calls, within a minute for all.")
@click.argument("key_id")
@json_option
def revoke(key_id: str, as_json: bool) -> None:
    """Revoke one key."""
    revoked = ApiClient().call("revokeAccessKey", {"key_id": key_id})
    if as_json:
        print_json(revoked)
        return
    _print([revoked])


def _print(keys: list[Json]) -> None:
    print_table([_row(key) for key in keys], COLUMNS)


def _row(key: Json) -> Json:
    expires = datetime.fromtimestamp(key["expires_at"], UTC)
    ended = "expired" if expires <= datetime.now(UTC) else "in use"
    return {
        **key,
        "databases": ", ".join(key["databases"]) if key["databases"] is not None else "all",
        "expires": f"{expires:%Y-%m-%d}",
        "last_used_day": key["last_used_day"] or "never",
        "state": "revoked" if key["revoked_at"] is not None else ended,
    }
