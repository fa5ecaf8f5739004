"""The models' files as they were deployed: by name, with key and digest."""

from __future__ import annotations

import json

from twin.simulation.errors import ModelBroken
from twin.simulation.job import Artefact
from twin_runtime.settings import setting


def artefact(name: str) -> Artefact:
    """Return where a model's file is.

    Raises:
        ModelBroken: the file was not deployed.
    """
    deployed = json.loads(setting("ARTEFACTS"))
    if name not in deployed:
        raise ModelBroken(
            "the model's file was not deployed",
            found=", ".join(deployed) or "no file",
            expected=name,
            where="the model's artefact in the site file",
        )
    return Artefact(**deployed[name])
