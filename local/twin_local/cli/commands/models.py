"""`twin models`: the simulation models of a site."""

from __future__ import annotations

from pathlib import Path

import click

from twin_local.cli.calibration_commands import COMMANDS as CALIBRATION_COMMANDS
from twin_local.cli.client import ApiClient
from twin_local.cli.model_reduction import build_rom
from twin_local.cli.model_trial import TriedModel, try_model
from twin_local.cli.model_versions import deploy, rollback, versions
from twin_local.cli.output import json_option, print_json, print_table
from twin_local.supervisor.layout import repository_root

model_file = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))


@click.group(help="The simulation models of the site.")
def command() -> None:
    """Group the commands on models."""


for more in (deploy, versions, rollback, build_rom, *CALIBRATION_COMMANDS):
    command.add_command(more)


@command.command(name="list", help="List models with what is active of them, and bindings.")
@json_option
def list_models(as_json: bool) -> None:
    """Print all models."""
    models = list(ApiClient().pages("/models", "models"))
    if as_json:
        print_json({"models": models})
        return
    rows = [
        {
            **model,
            "deployment": model["active"]["deployment"],
            "parameters": model["active"]["parameters"],
            "inputs": ", ".join(one["variable"] for one in model["inputs"]),
            "outputs": ", ".join(one["variable"] for one in model["outputs"]),
        }
        for model in models
    ]
    columns = ("model_id", "title", "kind", "deployment", "parameters", "version", "inputs")
    print_table(rows, (*columns, "outputs", "schedule_minutes"))


@command.command(help="Load and run a model's file on this machine, and print its manifest.")
@model_file
@click.option("--id", "model_id", default="", help="Its id; the file's name where none is given.")
@click.option("--manifest", type=click.Path(dir_okay=False, path_type=Path), help="Write it here.")
@json_option
def validate(file: Path, model_id: str, manifest: Path | None, as_json: bool) -> None:
    """Try a model and describe it."""
    tried = try_model(file, root=repository_root(), seconds=0.2, model_id=model_id)
    if manifest is not None:
        manifest.write_text(tried.manifest.to_json() + "\n", encoding="utf-8")
    if as_json:
        print_json(tried.to_dict())
        return
    _print_tried(tried)


@command.command(help="Measure how fast a model's file steps on this machine.")
@model_file
@click.option("--seconds", type=click.FloatRange(0.1, 60), default=3.0, show_default=True)
@click.option("--steps", type=click.IntRange(1), default=3600, show_default=True)
@json_option
def bench(file: Path, seconds: float, steps: int, as_json: bool) -> None:
    """Print steps and runs a second of one processor."""
    tried = try_model(file, root=repository_root(), seconds=seconds)
    speed = tried.manifest.steps_per_second or 0.0
    figures = {
        "kind": tried.manifest.kind,
        "steps_per_second": speed,
        "steps_of_a_run": steps,
        "runs_per_second": speed / steps,
        "processor_seconds_of_1000_runs": 1000 * steps / speed if speed else None,
    }
    if as_json:
        print_json(figures)
        return
    print_table([figures], tuple(figures))


def _print_tried(tried: TriedModel) -> None:
    manifest = tried.manifest
    print_table(
        [
            {
                "id": manifest.id,
                "kind": manifest.kind,
                "standard": tried.standard,
                "tool": manifest.tool,
                "licence": manifest.licence_class,
                "reproducible": tried.is_reproducible,
                "restores_state": tried.restores_state,
                "steps_per_second": manifest.steps_per_second,
            }
        ],
        (
            "id",
            "kind",
            "standard",
            "tool",
            "licence",
            "reproducible",
            "restores_state",
            "steps_per_second",
        ),
    )
    rows = [
        {"variable": item.name, "minimum": item.minimum, "maximum": item.maximum}
        | {"causality": item.causality, "type": item.data_type, "unit": item.unit}
        | {"start": item.start, "after_the_trial": tried.outputs.get(item.name)}
        for item in manifest.variables
        if item.causality != "local"
    ]
    columns = ("variable", "causality", "type", "unit", "minimum", "maximum", "start")
    print_table(rows, (*columns, "after_the_trial"))
