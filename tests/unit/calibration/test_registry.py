"""One estimator is one file; the method follows from what the model can do."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from twin.calibration import estimators as registry
from twin.calibration.choice import Purpose, Reason, choose, require_step, require_suitable
from twin.calibration.errors import MethodUnknown, MethodUnsuitable
from twin.calibration.estimator import Approach
from twin.calibration.model import Capabilities
from twin.calibration.window import Window

ADDED = """
from twin.calibration.estimator import Approach, Estimator
from twin.calibration.estimators.bounded_least_squares import estimate

ESTIMATOR = Estimator("added", "Added", "a paper", Approach.RESIMULATION, estimate)
"""


def test_every_file_is_an_estimator_of_its_name() -> None:
    files = {path.stem for path in Path(registry.__file__).parent.glob("[a-z]*.py")}
    assert {entry.name for entry in registry.estimators()} == files
    assert all(entry.source for entry in registry.estimators())


def test_adding_one_is_adding_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "added.py").write_text(ADDED)
    monkeypatch.setattr(registry, "__path__", [*registry.__path__, str(tmp_path)])
    registry.estimators.cache_clear()
    try:
        assert registry.estimator("added").title == "Added"
    finally:
        registry.estimators.cache_clear()


def test_an_unknown_method_is_told_with_those_there_are() -> None:
    with pytest.raises(MethodUnknown) as raised:
        registry.estimator("guess")
    assert "particle_filter" in raised.value.expected


@pytest.mark.parametrize(
    ("capabilities", "purpose", "method", "reason"),
    [
        (Capabilities(), Purpose.WINDOW, "bounded_least_squares", Reason.RESIMULATION),
        (Capabilities(), Purpose.TRACKING, "bounded_least_squares", Reason.BLACK_BOX),
        (Capabilities(can_save_state=True), Purpose.TRACKING, "unscented_kalman_filter",
         Reason.STATE_IS_KNOWN),
        (Capabilities(has_equations=True), Purpose.TRACKING, "unscented_kalman_filter",
         Reason.STATE_IS_KNOWN),
        (Capabilities(has_equations=True, is_linear=True), Purpose.TRACKING, "kalman_filter",
         Reason.EXACT),
        (Capabilities(), Purpose.POSTERIOR, "ensemble_monte_carlo", Reason.DISTRIBUTION),
    ],
)  # fmt: skip
def test_the_method_follows_from_the_model(
    capabilities: Capabilities, purpose: Purpose, method: str, reason: Reason
) -> None:
    choice = choose(capabilities, purpose)
    assert (choice.method, choice.reason) == (method, reason)
    assert require_suitable(method, capabilities).name == method


def test_no_filter_is_let_near_a_black_box() -> None:
    for entry in registry.estimators():
        if entry.approach is Approach.RECURSIVE:
            with pytest.raises(MethodUnsuitable) as raised:
                require_suitable(entry.name, Capabilities(can_batch=True))
            assert raised.value.expected == "bounded_least_squares"


def test_samples_are_whole_steps_of_a_model_of_a_fixed_step() -> None:
    window = Window(np.array([0.0, 0.1, 0.3, 0.75]), np.zeros((4, 0)), np.zeros((4, 1)))
    require_step(Capabilities(), window)
    require_step(Capabilities(fixed_step_seconds=0.05), window)
    with pytest.raises(MethodUnsuitable, match="after sample 2"):
        require_step(Capabilities(fixed_step_seconds=0.1), window)
