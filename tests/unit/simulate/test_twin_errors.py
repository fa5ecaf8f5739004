"""The texts of the Twin Runtime, as it wrote them, become typed errors."""

from __future__ import annotations

import pytest

from simulate_ansys.twin_errors import of_loading, of_running

LICENCE = (
    "The method twin_load caused a error!\n"
    "TwinRuntime error message: Insufficient FlexNet Publisher (FNP) license count of "
    "twin_runtime are available for use, only 0 of the requested 1 tasks were available.\n\n"
    "DLL message: Insufficient FlexNet Publisher (FNP) license count\nTwin status: 2"
)
NO_SERVER = (
    "The method twin_load caused a error!\nTwinRuntime error message: Could not connect to any "
    'license server.\nFlexNet Licensing error:-15,570.  System Error: 115 "Operation now in '
    'progress"\n\nTwin status: 2'
)
LIBRARY = (
    "The method twin_load caused a error!\nTwinRuntime error message: Missing runtime library "
    'dependencies:\n{"Clutches.so":{"libgfortran.so.5":"not found",'
    '"libgfortran.so.5 (GFORTRAN_8)":"not found"}}\nDLL message: Missing runtime library '
    'dependencies:\n{"Clutches.so":{}}\nTwin status: 2'
)
OTHER = "The method twin_simulate caused a error!\nTwinRuntime error message: Solver failed\n"


@pytest.mark.parametrize("text", [LICENCE, NO_SERVER])
def test_licence_that_is_not_to_be_had(text: str) -> None:
    for error in (of_loading(text), of_running(text)):
        assert error.code == "MODEL_LICENCE_UNAVAILABLE"
        assert "FlexNet" in error.found and "DLL message" not in error.found


def test_missing_libraries_are_named_once() -> None:
    error = of_loading(LIBRARY)
    assert (error.code, error.found) == ("MODEL_LIBRARY_MISSING", "no libgfortran.so.5")
    assert "Dockerfile" in error.where


def test_what_else_the_runtime_says() -> None:
    assert of_loading(OTHER).code == "MODEL_DESCRIPTION_INVALID"
    running = of_running(OTHER)
    assert (running.code, running.found) == ("MODEL_STEP_REFUSED", "Solver failed")
