"""The interval of a prediction, against what can be worked by hand."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Mapping, Sequence
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulate.interval import predict
from twin.simulation.job import Artefact, JobInput
from twin.site_document import Parameter

Formula = Callable[[Mapping[str, float]], float]
JOB = JobInput(
    model_id="P-101.pump",
    model_version="v",
    artefact=Artefact("models/ab/pump.fmu", "ab" * 32),
    inputs={"x": 3.0},
    outputs=("y",),
    parameters=(Parameter("a", 2.0, 0.1),),
    interval_probability=0.9,
    horizon_seconds=60.0,
    step_seconds=1.0,
    samples=20_000,
)


class Model:
    """A model that is a formula, and remembers what it was asked."""

    def __init__(self, **formulas: Formula) -> None:
        self._formulas = formulas
        self.asked: list[dict[str, float]] = []

    def run(
        self,
        start_values: Mapping[str, float],
        *,
        horizon_seconds: float,
        step_seconds: float,
        outputs: Sequence[str],
    ) -> dict[str, float]:
        assert (horizon_seconds, step_seconds) == (60.0, 1.0)
        self.asked.append(dict(start_values))
        return {name: self._formulas[name](start_values) for name in outputs}


LINEAR = Model(y=lambda at: at["a"] * at["x"])


@pytest.mark.parametrize("probability", [0.5, 0.68, 0.9, 0.95])
def test_interval_of_a_linear_model_is_the_normal_one(probability: float) -> None:
    """y = 3 a, a ~ N(2, 0.1): y ~ N(6, 0.3), so its quantiles are 6 ± 0.3 z."""
    job = dataclasses.replace(JOB, interval_probability=probability)
    output = predict(LINEAR, job)["y"]
    half = 0.3 * NormalDist().inv_cdf((1 + probability) / 2)
    assert output.value == pytest.approx(6.0)
    assert output.lower == pytest.approx(6.0 - half, abs=0.02)
    assert output.upper == pytest.approx(6.0 + half, abs=0.02)


def test_independent_uncertainties_add_as_squares() -> None:
    """y = a + b with 3 and 4: the standard uncertainty is 5."""
    parameters = (Parameter("a", 0.0, 3.0), Parameter("b", 10.0, 4.0))
    job = dataclasses.replace(JOB, parameters=parameters)
    output = predict(Model(y=lambda at: at["a"] + at["b"]), job)["y"]
    half = 5.0 * NormalDist().inv_cdf(0.95)
    assert (output.upper - output.lower) / 2 == pytest.approx(half, rel=0.03)


def test_interval_of_a_curved_model_is_not_symmetric() -> None:
    """y = e^a, a ~ N(0, 0.5): the quantiles are those of the log-normal distribution."""
    job = dataclasses.replace(JOB, parameters=(Parameter("a", 0.0, 0.5),))
    output = predict(Model(y=lambda at: math.exp(at["a"])), job)["y"]
    z = NormalDist(0.0, 0.5).inv_cdf(0.95)
    assert output.value == 1.0
    assert output.lower == pytest.approx(math.exp(-z), rel=0.03)
    assert output.upper == pytest.approx(math.exp(z), rel=0.03)


def test_ordinary_number_of_samples_is_enough_for_the_quantiles() -> None:
    """A 5 % quantile of 200 normal samples has 0.15 standard deviations of error; allow three."""
    output = predict(LINEAR, dataclasses.replace(JOB, samples=200))["y"]
    half = 0.3 * NormalDist().inv_cdf(0.95)
    assert output.lower == pytest.approx(6.0 - half, abs=3 * 0.15 * 0.3)
    assert output.upper == pytest.approx(6.0 + half, abs=3 * 0.15 * 0.3)


@pytest.mark.parametrize("parameters", [(), (Parameter("a", 2.0, 0.0),)])
def test_nothing_uncertain_gives_no_width(parameters: tuple[Parameter, ...]) -> None:
    model = Model(y=lambda at: at.get("a", 2.0) * at["x"])
    output = predict(model, dataclasses.replace(JOB, parameters=parameters, samples=20))["y"]
    assert (output.lower, output.value, output.upper) == (6.0, 6.0, 6.0)


def test_no_samples_leave_the_nominal_value() -> None:
    output = predict(LINEAR, dataclasses.replace(JOB, samples=0))["y"]
    assert (output.lower, output.value, output.upper) == (6.0, 6.0, 6.0)


def test_first_run_is_nominal_and_inputs_never_vary() -> None:
    model = Model(y=lambda at: at["a"])
    predict(model, dataclasses.replace(JOB, samples=50))
    assert len(model.asked) == 51
    assert model.asked[0] == {"x": 3.0, "a": 2.0}
    assert {asked["x"] for asked in model.asked} == {3.0}
    assert len({asked["a"] for asked in model.asked}) == 51


def test_equal_jobs_give_equal_intervals_and_others_do_not() -> None:
    job = dataclasses.replace(JOB, samples=50)
    assert predict(LINEAR, job) == predict(LINEAR, job)
    elsewhere = dataclasses.replace(job, model_id="P-102.pump")
    assert predict(LINEAR, elsewhere) != predict(LINEAR, job)


def test_every_output_has_its_own_interval() -> None:
    job = dataclasses.replace(JOB, outputs=("y", "z"), samples=50)
    found = predict(Model(y=lambda at: at["a"], z=lambda at: -10 * at["a"]), job)
    assert list(found) == ["y", "z"]
    width = {name: output.upper - output.lower for name, output in found.items()}
    assert width["z"] == pytest.approx(10 * width["y"])


@given(
    value=st.floats(-1e6, 1e6),
    uncertainty=st.floats(0, 1e3),
    probability=st.floats(0.5, 0.999),
    samples=st.integers(0, 20),
)
def test_value_always_lies_in_its_interval(
    value: float, uncertainty: float, probability: float, samples: int
) -> None:
    job = dataclasses.replace(
        JOB,
        parameters=(Parameter("a", value, uncertainty),),
        interval_probability=probability,
        samples=samples,
    )
    output = predict(Model(y=lambda at: at["a"] ** 2), job)["y"]
    assert output.lower <= output.value <= output.upper
