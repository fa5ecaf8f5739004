"""The texts of the Twin Runtime as typed errors."""

from __future__ import annotations

import json
import re

from twin.simulation.ansys_twin import licence_error
from twin.simulation.errors import ModelBroken
from twin.simulation.model_errors import DescriptionInvalid, LibraryMissing, StepRefused

MISSING = re.compile(r"Missing runtime library dependencies:\s*(\{.*?\})\s*(?:\n|$)")
LONGEST_TEXT = 300


def of_loading(text: str) -> ModelBroken:
    """Return why a twin cannot be loaded."""
    missing = MISSING.search(text)
    if missing is not None:
        return LibraryMissing(
            "the twin needs libraries that are not there",
            found=f"no {', '.join(_missing_libraries(missing.group(1)))}",
            expected="the libraries in the image",
            where="containers/simulate_ansys/Dockerfile",
        )
    said = _said(text)
    return licence_error(said) or DescriptionInvalid(
        "the Twin Runtime cannot load the twin", found=said
    )


def of_running(text: str) -> ModelBroken:
    """Return why a twin does not run on; a licence may be lost while it runs."""
    said = _said(text)
    return licence_error(said) or StepRefused("the twin gave up", found=said)


def _missing_libraries(text: str) -> list[str]:
    """Return the names of the libraries, without the versions of their symbols."""
    needed = json.loads(text)
    return sorted({name.split(" ")[0] for found in needed.values() for name in found})


def _said(text: str) -> str:
    """Return what the runtime itself said: PyTwin tells it twice, with words of its own around."""
    said = text.partition("error message")[2].lstrip(" :").partition("DLL message:")[0] or text
    return " ".join(said.split())[:LONGEST_TEXT]
