"""Processor seconds of a calibration beside SciPy's least squares over FMPy.

The demo pump's own calibration: its settings in the site file, samples of its FMU with another wear
and the stated noise, the job's child process in the image's environment. The reference is SciPy's
`least_squares` by its own differences over FMPy's `simulate_fmu` on an instance that is kept,
measured on each `PART`th fitted sample and stated for as many runs of the model.
"""

from __future__ import annotations

import dataclasses
import hashlib
import shutil
import tempfile
from pathlib import Path

from benchmarks.harness import Result, Unavailable, require
from benchmarks.image_process import ROOT, json_told_by, used
from twin.compile import compile_site
from twin.definition import load_site
from twin.recalibration.order import CalibrationOrder, StoredObject
from twin.simulation.job import Artefact

PYTHON = ROOT / ".build" / "venvs" / "calibrate" / "bin" / "python"
FMU = ROOT / ".build" / "models" / "pump.fmu"
MODEL_ID = "P-101.pump"
SAMPLES, PART = 360, 6
WALKERS, STEPS, BURN_IN = 12, 10, 5

MEASURE = """
import json, os, sys, time
os.environ["OPENBLAS_NUM_THREADS"] = "1"
from pathlib import Path
import fmpy
import numpy as np
from scipy.optimize import least_squares
from calibrate.fleet import Fleet
from calibrate.runs import parts_of
from calibrate.simulators import simulator_of
from calibrate.work import calibrated
from simulate.runtimes.fmu import open_model
from twin.calibration.estimators import estimator
from twin.calibration.parameters import Parameter, ParameterSpace
from twin.calibration.problem import CalibrationProblem, Effort
from twin.calibration.window import Window
from twin.recalibration.order import CalibrationOrder
from twin.recalibration.samples import Samples

folder, count, part = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
walkers, steps, burn_in = map(int, sys.argv[4:7])
order = CalibrationOrder.from_mapping(json.loads((folder / "order.json").read_text()))
settings = order.settings
names = ("speed", "suction_pressure", "discharge_pressure")
sigma = np.array([one.noise for one in settings.outputs])
estimated = [one.name for one in settings.parameters]
champion = {one.name: one.value for one in order.champion}
start = [champion[name] for name in estimated]
times = settings.sample_seconds * np.arange(count)
waves = [np.sin(2 * np.pi * times / seconds + turn) for seconds, turn in
         ((5400, 0), (3600, 1), (2700, 2))]
inputs = np.column_stack([1420 + 60 * waves[0], 0.25 + 0.08 * waves[1],
                          2.6 + 0.08 * waves[1] + 0.2 * waves[2]])


class Counted:
    def __init__(self, model):
        self.model, self.runs = model, 0

    def batch(self, rows, experiment):
        self.runs += len(rows)
        return self.model.batch(rows, experiment)

    def __getattr__(self, name):
        return getattr(self.model, name)


def timed(action):
    begin = time.process_time()
    found = action()
    return found, time.process_time() - begin


def measured(simulator):
    truth = np.array([0.12, 0.70])
    exact = simulator.simulate(truth, Window(times, inputs, np.zeros((count, len(sigma)))))
    noisy = exact + sigma * np.random.default_rng(1).standard_normal(exact.shape)
    outputs = tuple(one.variable for one in settings.outputs)
    table = lambda values: tuple(map(tuple, values.tolist()))
    return Samples(names, outputs, tuple(times.tolist()), table(inputs), table(noisy))


def chain(model, fit):
    space = ParameterSpace(tuple(
        Parameter(one.name, "", value, one.low, one.high, one.is_log_scale, one.prior_sigma)
        for one, value in zip(settings.parameters, start)
    ))
    effort = Effort(points_per_run=20_000, walkers=walkers, steps=steps, burn_in=burn_in)
    problem = CalibrationProblem(
        space, (fit,), sigma, simulator_of(order, names, model), effort=effort)
    return estimator("ensemble_monte_carlo").estimate(problem)


def bare(fit):
    unpacked = fmpy.extract(str(folder / "model"))
    description = fmpy.read_model_description(unpacked)
    instance = fmpy.instantiate_fmu(unpacked, description, fmi_type="CoSimulation")
    rows = slice(None, None, part)
    wanted = [one.variable for one in settings.outputs]
    runs = 0

    def residuals(values):
        nonlocal runs
        found = []
        for row in fit.window.inputs[rows]:
            instance.reset()
            ended = fmpy.simulate_fmu(
                unpacked, model_description=description, fmu_instance=instance,
                start_values={**champion, **dict(zip(estimated, values)), **dict(zip(names, row))},
                stop_time=order.horizon_seconds, output_interval=order.step_seconds,
                output=wanted,
            )
            found.append([ended[name][-1] for name in wanted])
            runs += 1
        return ((np.array(found) - fit.window.outputs[rows]) / sigma).ravel()

    bounds = ([one.low for one in settings.parameters], [one.high for one in settings.parameters])
    found, seconds = timed(lambda: least_squares(residuals, start, bounds=bounds))
    return {"values": found.x.tolist(), "seconds_of_run": seconds / runs}


with open_model(folder / "model", Path(folder / "opened")) as opened:
    samples = measured(simulator_of(order, names, opened))
    (folder / "samples.json").write_text(samples.to_json())
    model = Counted(opened)
    outcome, seconds = timed(lambda: calibrated(order, samples, Fleet(), model))
    fit = parts_of(order, samples).fit
    fitted = {"seconds": seconds, "runs": model.runs, "values": outcome.estimate.values.tolist()}
    model.runs = 0
    _, seconds = timed(lambda: chain(model, fit))
    told = {"fitted": fitted, "chain": {"seconds": seconds, "runs": model.runs}}
told["bare"] = bare(fit)
Path(sys.argv[7]).write_text(json.dumps(told))
"""


def run() -> list[Result]:
    """Measure the whole job, its estimate, and a short chain.

    Raises:
        Unavailable: the image's environment or the demo's model are missing.
    """
    require(PYTHON, FMU)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "order.json").write_text(_order().to_json(), encoding="utf-8")
        shutil.copyfile(FMU, folder / "model")
        for empty in ("opened", "answer"):
            (folder / empty).mkdir()
        numbers = (SAMPLES, PART, WALKERS, STEPS, BURN_IN)
        told = json_told_by(PYTHON, MEASURE, str(folder), *map(str, numbers))
        whole = used([PYTHON, "-m", "calibrate.child"], folder, 1)
    fitted, chain, bare = told["fitted"], told["chain"], told["bare"]["seconds_of_run"]

    def result(what: str, seconds: float, runs: int) -> Result:
        reference = f"least_squares over simulate_fmu, 1/{PART} measured"
        return Result(f"{what}, {runs:,} runs", seconds, "cpu-s", reference, bare * runs)

    return [
        result("pump's calibration, whole job with report", whole.seconds, fitted["runs"]),
        result("pump: bounded_least_squares and gate", fitted["seconds"], fitted["runs"]),
        result("pump: ensemble_monte_carlo, short", chain["seconds"], chain["runs"]),
    ]


def _order() -> CalibrationOrder:
    model = compile_site(load_site(ROOT / "sites" / "demo.yaml")).model_by_id[MODEL_ID]
    if model.calibration is None:
        raise Unavailable(f"{MODEL_ID} is not calibrated in the demo's site file")
    return CalibrationOrder(
        calibration_id="benchmark",
        model_id=model.id,
        asset=model.asset,
        kind="fmu",
        artefact=Artefact("model", hashlib.sha256(FMU.read_bytes()).hexdigest()),
        image_digest="",
        code_revision="",
        champion=model.parameters,
        champion_version="",
        settings=dataclasses.replace(model.calibration, learns_from_fleet=False),
        samples=StoredObject("samples.json", "0" * 64),
        usable=SAMPLES,
        fleet=(),
        units={},
        horizon_seconds=model.horizon_seconds,
        step_seconds=model.step_seconds,
    )
