"""How each kind of model is loaded: one module per kind with `open_model(file, folder)`."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Protocol

from model_runtime.runtime import ModelRuntime
from twin.simulation.kinds import kind_named
from twin.simulation.model_errors import ModelKindUnknown


class OpenModel(Protocol):
    """Load a model's file; what it unpacks goes to the folder, which is empty before."""

    def __call__(self, file: Path, folder: Path) -> ModelRuntime:
        """Return the loaded model, or raise one of the kinds of `ModelBroken`."""


def opener_of(kind: str) -> OpenModel:
    """Return how a kind of model is loaded: each image has the runtimes of its kinds.

    Raises:
        ModelKindUnknown: this image does not run it.
    """
    module = f"{kind_named(kind).image}.runtimes.{kind}"
    try:
        opener: OpenModel = importlib.import_module(module).open_model
    except ModuleNotFoundError as error:
        raise ModelKindUnknown(
            "this image does not run the model",
            found=f"{kind}; no module {error.name}",
            expected=f"the image {kind_named(kind).image or 'that the model names'}",
        ) from error
    return opener
