"""`twin explain`: which policies decide, of a running twin or of a site file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, TypeVar

import click

from twin_local.cli.client import ApiClient, Json
from twin_local.cli.output import json_option, print_json
from twin_local.cli.site_policies import decided_offline, schema_text

Given = TypeVar("Given", str, Path)
PEOPLE = ("user", "group", "key", "program")


@click.command(
    help="Show which policies let somebody do ACTION to RESOURCE, or forbid it. ACTION is an "
    "operationId such as deleteAsset; RESOURCE is / (the site), /databases/ID or "
    "/databases/ID/assets/KEY. Without a name, it is about yourself; an administrator may name "
    "anybody. With --site, the policies are those of a site file, and nothing need be running."
)
@click.argument("action", required=False)
@click.argument("resource", default="/")
@click.option("--user", help="User name.")
@click.option("--group", help="Group of the user pool, or of an identity provider.")
@click.option("--key", help="Id of an API key.")
@click.option("--program", help="Name of a machine client.")
@click.option("--attributes", help='Suppose these of the resource: \'{"tags": ["secret"]}\'.')
@click.option(
    "--site",
    "site_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Ask a site file, with --group or --program.",
)
@click.option("--schema", is_flag=True, help="Print the Cedar schema of --site instead.")
@json_option
def command(
    action: str | None,
    resource: str,
    user: str | None,
    group: str | None,
    key: str | None,
    program: str | None,
    attributes: str | None,
    site_file: Path | None,
    schema: bool,
    as_json: bool,
) -> None:
    """Print a decision and the policies that made it."""
    if schema:
        click.echo(schema_text(_required(site_file, "--site")), nl=False)
        return
    named = dict(zip(PEOPLE, (user, group, key, program), strict=True))
    wanted = [{"kind": kind, "name": name} for kind, name in named.items() if name]
    if len(wanted) > 1:
        raise click.UsageError("name one of --user, --group, --key and --program")
    question: Json = {"action": _required(action, "ACTION"), "resource": resource}
    if attributes is not None:
        question["attributes"] = _object(attributes)
    if wanted:
        question["principal"] = wanted[0]
    answer = decided_offline(site_file, question) if site_file else _asked(question)
    if as_json:
        print_json(answer)
        return
    _print(answer)


def _asked(question: Json) -> Json:
    if "principal" in question:
        return ApiClient().post("/access/explain", question)
    if "attributes" in question:
        raise click.UsageError("--attributes needs --user, --group, --key or --program")
    return ApiClient().get("/access/explain", question)


def _print(answer: Json) -> None:
    principal, resource = answer["principal"], answer["resource"]
    verdict = "allowed" if answer["allowed"] else "denied"
    click.echo(
        f"{verdict}: {principal['name']} → {answer['action']} on {resource['kind']} "
        f"{resource['id']}: {answer['reason']}"
    )
    for policy in answer["policies"]:
        click.echo(f"\n# {policy['id']}, from {policy['source']}\n{policy['text']}")
    for fault in answer["faults"]:
        click.echo(f"\n{fault['policy_id']} could not be evaluated: {fault['problem']}")


def _object(text: str) -> Json:
    try:
        value: Any = json.loads(text)
    except json.JSONDecodeError as problem:
        raise click.UsageError(f"--attributes is not JSON: {problem}") from problem
    if not isinstance(value, dict):
        raise click.UsageError("--attributes is no JSON object")
    return value


def _required(value: Given | None, name: str) -> Given:
    if value is None:
        raise click.UsageError(f"{name} is missing")
    return value
