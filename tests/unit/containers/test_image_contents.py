"""What images that load models bring: the runtime of every kind of theirs."""

from __future__ import annotations

from pathlib import Path

import pytest

from twin.simulation.kinds import model_kinds
from twin_constructs.import_closure import import_closure

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("image", ["calibrate", "simulate", "simulate_ansys"])
def test_image_has_the_runtimes_of_its_kinds(image: str) -> None:
    files = {str(file.target) for file in import_closure(image, (ROOT / "containers", ROOT))}
    runs = "simulate_ansys" if image == "simulate_ansys" else "simulate"
    kinds = [kind.name for kind in model_kinds() if kind.image == runs]
    assert kinds
    assert {f"{runs}/runtimes/{kind}.py" for kind in kinds} <= files
