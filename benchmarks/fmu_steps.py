"""FMUs: steps and runs a second of our runtime beside bare FMPy, and what a chunk costs on top.

All on the demo pump in the image's environment, in one process after another; times are processor
seconds of one core. Bare FMPy is its public interface: set, step and get with lists, and
`simulate_fmu` on an instance that is kept. The sweep of 10,000 runs of 3,600 steps is measured on
`PART` of its rows and multiplied; the line says so.
"""

from __future__ import annotations

from benchmarks.harness import Result, require
from benchmarks.image_process import ROOT, json_told_by

PYTHON = ROOT / ".build" / "venvs" / "simulate" / "bin" / "python"
FMU = ROOT / ".build" / "models" / "pump.fmu"
PART = 20
SWEEP_ROWS, SWEEP_STEPS = 10_000, 3600
CORES = 2

MEASURE = """
import json, sys, tempfile, time
from pathlib import Path
import fmpy
from model_runtime.experiment import Experiment
from simulate.block_run import BlockRunner
from simulate.block_file import write_block
from simulate.runtimes.fmu import open_model
from twin.simulation.chunks import Block
from twin.simulation.manifest import ModelManifest
from twin.simulation.study import Study

fmu, rows, steps = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
outputs, start = ("flow", "power"), {"speed": 1400.0, "wear": 0.1}


def best(action, times=5):
    found = []
    for _ in range(times):
        begin = time.process_time()
        action()
        found.append(time.process_time() - begin)
    return min(found)


def bare_steps(count=50_000):
    folder = fmpy.extract(str(fmu))
    description = fmpy.read_model_description(folder)
    instance = fmpy.instantiate_fmu(folder, description, fmi_type="CoSimulation")
    references = {item.name: item.valueReference for item in description.modelVariables}
    instance.setupExperiment(startTime=0.0)
    instance.enterInitializationMode()
    instance.exitInitializationMode()
    given, read = [references["speed"]], [references[name] for name in outputs]

    def run():
        for index in range(count):
            instance.setReal(given, [1400.0])
            instance.doStep(float(index), 1.0)
            instance.getReal(read)

    def simulate():
        for _ in range(20):
            instance.reset()
            fmpy.simulate_fmu(
                folder, model_description=description, fmu_instance=instance, start_values=start,
                stop_time=400.0, output_interval=1.0, output=list(outputs),
            )

    return count / best(run), 20 / best(simulate)


def our_steps(model, count=50_000):
    import numpy as np

    given = {"speed": np.full(count, 1400.0)}

    def run():
        model.reset({})
        model.trajectory(Experiment(1.0, count, outputs, given))

    def simulate():
        for _ in range(20):
            model.reset(start)
            model.trajectory(Experiment(1.0, 400, outputs))

    return count / best(run), 20 / best(simulate)


def chunk(model):
    study = Study(
        manifest=ModelManifest("pump", "fmu", "ab" * 32, 1, model.describe().variables, 1.0),
        artefact_key="pump.fmu",
        design={
            "name": "sobol", "count": rows,
            "inputs": {"wear": {"distribution": "uniform", "low": 0.0, "high": 0.3}},
        },
        fixed={"speed": 1400.0}, outputs=outputs, steps=steps, step_seconds=1.0, seed=1,
        block_rows=rows,
    )
    runner = BlockRunner(study, model, lost={})
    folder = Path(tempfile.mkdtemp())
    runner.run(Block(0, 0, 2))  # what is loaded at the first row is loaded once
    with_files = best(lambda: write_block(runner.run(Block(0, 0, rows)), folder, "d"), 3)

    def bare():
        for index in range(rows):
            model.reset({"speed": 1400.0, "wear": 0.3 * index / rows})
            model.end_values(Experiment(1.0, steps, outputs))

    return with_files, best(bare, 3)


with open_model(fmu, Path(tempfile.mkdtemp())) as model:
    ours = our_steps(model)
    whole, alone = chunk(model)
told = {"bare": bare_steps(), "ours": ours, "whole": whole, "alone": alone}
Path(sys.argv[4]).write_text(json.dumps(told))
"""


def run() -> list[Result]:
    """Measure all of it.

    Raises:
        Unavailable: the image's environment or the demo's model are missing.
    """
    require(PYTHON, FMU)
    rows = SWEEP_ROWS // PART
    told = json_told_by(PYTHON, MEASURE, str(FMU), str(rows), str(SWEEP_STEPS))
    sweep = told["whole"] * PART / CORES
    bare_steps, bare_runs = told["bare"]
    steps, runs = told["ours"]
    return [
        Result("FMU: set, step, get", steps, "steps/s", "FMPy's public API", bare_steps),
        Result("FMU: runs of 400 recorded steps", runs, "runs/s", "simulate_fmu", bare_runs),
        Result(
            f"chunk of {rows} runs of {SWEEP_STEPS} steps, with design, ids and Parquet",
            told["whole"],
            "cpu-s",
            "the same runs alone",
            told["alone"],
        ),
        Result(
            f"10,000 x 3,600 steps on {CORES} cores (1/{PART} measured)", sweep, "s", "target", 90.0
        ),
    ]
