"""The `twin` command: every module of `twin_local.cli.commands` is one of its commands."""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import sys

import click

from twin.errors import TwinError
from twin_local.cli import commands

THIS_MACHINE = ("127.0.0.1", "localhost")


class TwinCommands(click.Group):
    """Finds commands by their files, and reports refusals with code, finding and remedy."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        names = (module.name for module in pkgutil.iter_modules(commands.__path__))
        return sorted(name.replace("_", "-") for name in names)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return one command."""
        if cmd_name not in self.list_commands(ctx):
            return None
        module = importlib.import_module(f"{commands.__name__}.{cmd_name.replace('-', '_')}")
        command: click.Command = module.command
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; a refusal is printed, as JSON where JSON was asked for, and exits 1."""
        try:
            return super().invoke(ctx)
        except TwinError as error:
            if "--json" in sys.argv:
                click.echo(json.dumps({"error": error.to_dict()}, indent=2))
            else:
                click.echo(f"error: {error}", err=True)
            ctx.exit(1)


def bypass_proxy() -> None:
    """Have this process and all it starts reach this machine directly, whatever proxy is set."""
    for name in ("no_proxy", "NO_PROXY"):
        kept = [host for host in os.environ.get(name, "").split(",") if host]
        os.environ[name] = ",".join(dict.fromkeys([*kept, *THIS_MACHINE]))


@click.command(cls=TwinCommands)
@click.version_option(package_name="digital-twin-framework")
@click.option(
    "--profile",
    envvar="TWIN_PROFILE",
    default="local",
    show_default=True,
    help="Which twin: `local`, or a section of ~/.config/digital-twin/profiles.ini.",
)
@click.option(
    "--role",
    type=click.Choice(["viewer", "operator", "engineer", "admin"]),
    default="admin",
    show_default=True,
    help="As which of the local twin's users.",
)
@click.pass_context
def main(ctx: click.Context, profile: str, role: str) -> None:
    """Run, watch and operate a digital twin."""
    bypass_proxy()
    ctx.ensure_object(dict)
    ctx.meta["twin.profile"] = profile
    ctx.meta["twin.role"] = role
