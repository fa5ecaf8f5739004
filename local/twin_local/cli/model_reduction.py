"""`twin models build-rom`: a reduced-order model from tables of samples."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import click

from twin.simulation.kinds import kind_named
from twin_local.cli.image_program import run_program
from twin_local.cli.model_trial import try_model
from twin_local.cli.output import json_option, print_json, print_table
from twin_local.supervisor.layout import repository_root

table = click.Path(exists=True, dir_okay=False, path_type=Path)
written = click.Path(dir_okay=False, path_type=Path)


@click.command(
    name="build-rom",
    help="Build a reduced-order model of results over parameters; CSV with a header, or Parquet.",
)
@click.option("--parameters", required=True, type=table, help="A row a sample, a column each.")
@click.option("--results", required=True, type=table, help="The same rows, a column a value.")
@click.option("-o", "--output", required=True, type=written, help="The model, such as model.npz.")
@click.option("--manifest", type=written, help="Write its manifest here.")
@click.option("--seed", type=click.IntRange(0, 2**32 - 1), default=0, show_default=True)
@json_option
def build_rom(
    parameters: Path, results: Path, output: Path, manifest: Path | None, seed: int, as_json: bool
) -> None:
    """Build a model, try it, and say how far it is off on samples that were held out."""
    root, kind = repository_root(), kind_named("rom")
    with tempfile.TemporaryDirectory(prefix="model-") as name:
        folder = Path(name)
        draft = folder / "model.npz"
        report = run_program(
            kind.image,
            "build_rom",
            [
                *(str(one.resolve()) for one in (folder, parameters, results, draft)),
                str(seed),
            ],
            folder=folder,
            root=root,
            timeout_seconds=kind.limits.timeout_seconds,
        )
        tried = try_model(draft, root=root, seconds=0.2, model_id=output.stem)
        shutil.copyfile(draft, output)
    if manifest is not None:
        manifest.write_text(tried.manifest.to_json() + "\n", encoding="utf-8")
    if as_json:
        print_json({**report, "manifest": tried.manifest.to_body()})
        return
    errors = report["held_out_error"]
    print_table(
        [{**report, **errors, "parameters": ", ".join(report["parameters"])}],
        ("samples", "parameters", "outputs", "modes", *errors),
    )
