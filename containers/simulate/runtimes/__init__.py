"""How each kind of model is loaded: one module per kind with `open_model(file, folder)`."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from pathlib import Path
from typing import Protocol

from model_runtime.runtime import ModelRuntime
from twin.simulation.model_errors import ModelKindUnknown


class OpenModel(Protocol):
    """Load a model's file; what it unpacks goes to the folder, which is empty before."""

    def __call__(self, file: Path, folder: Path) -> ModelRuntime:
        """Return the loaded model, or raise one of the kinds of `ModelBroken`."""


@cache
def kinds_of_this_image() -> frozenset[str]:
    """Return the kinds of model that this image runs."""
    return frozenset(module.name for module in pkgutil.iter_modules(__path__))


def opener_of(kind: str) -> OpenModel:
    """Return how a kind of model is loaded.

    Raises:
        ModelKindUnknown: this image does not run it.
    """
    known = kinds_of_this_image()
    if kind not in known:
        raise ModelKindUnknown(
            "this image does not run the model", found=kind, expected=", ".join(sorted(known))
        )
    opener: OpenModel = importlib.import_module(f"{__name__}.{kind}").open_model
    return opener
