"""`twin alarms`: list, acknowledge, and what happened to them."""

from __future__ import annotations

import click

from twin_local.cli.client import ApiClient
from twin_local.cli.output import json_option, moment, print_json, print_table


@click.group(help="List and acknowledge alarms, see their histories.")
def command() -> None:
    """Group the commands on alarms."""


@command.command(name="list", help="List the alarms, the urgent ones first.")
@click.option("--active", is_flag=True, help="Only those that are not normal.")
@json_option
def list_alarms(active: bool, as_json: bool) -> None:
    """Print the alarms with their states."""
    alarms = ApiClient().get("/alarms")["alarms"]
    if active:
        alarms = [alarm for alarm in alarms if alarm["state"] != "NORMAL"]
    if as_json:
        print_json({"alarms": alarms})
        return
    rows = [{**alarm, "since": moment(alarm["time"])} for alarm in alarms]
    print_table(rows, ("priority", "alarm_id", "title", "state", "since", "value", "threshold"))


@command.command(help="Show what happened to an alarm, newest first.")
@click.argument("alarm_id")
@json_option
def history(alarm_id: str, as_json: bool) -> None:
    """Print every change of an alarm: when, to what, and who made it."""
    found = list(ApiClient().pages(f"/alarms/{alarm_id}/history", "transitions"))
    if as_json:
        print_json({"alarm_id": alarm_id, "transitions": found})
        return
    rows = [{**one, "at": moment(one["time"])} for one in found]
    print_table(rows, ("at", "previous", "state", "value", "by", "comment"))


@command.command(help="Acknowledge one alarm.")
@click.argument("alarm_id")
@click.option("--comment", default="", help="Up to 128 characters, kept with the alarm.")
@json_option
def ack(alarm_id: str, comment: str, as_json: bool) -> None:
    """Acknowledge an alarm and print it."""
    alarm = ApiClient().post(f"/alarms/{alarm_id}/acknowledge", {"comment": comment})
    if as_json:
        print_json(alarm)
        return
    click.echo(f"{alarm['alarm_id']}: {alarm['state']}")
