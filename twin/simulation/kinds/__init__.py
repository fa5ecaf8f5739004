"""The registry of kinds of model: every module of this folder holds one `KIND`."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from twin.simulation.model_errors import ArtefactUnsafe, ModelKindUnknown
from twin.simulation.model_file import ModelFile
from twin.simulation.model_kind import ModelKind


@cache
def model_kinds() -> tuple[ModelKind, ...]:
    """Return every kind, by name."""
    modules = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return tuple(importlib.import_module(f"{__name__}.{name}").KIND for name in modules)


def kind_named(name: str) -> ModelKind:
    """Return the kind of a name.

    Raises:
        ModelKindUnknown: there is none.
    """
    for kind in model_kinds():
        if kind.name == name:
            return kind
    raise ModelKindUnknown("there is no such kind of model", found=ascii(name), expected=_names())


def licence_feature_of(image: str) -> str:
    """Return what the models of an image may ask a licence server for; empty for nothing."""
    features = {kind.licence_feature for kind in model_kinds() if kind.image == image}
    return max(features, default="")


def kind_of(file: ModelFile) -> ModelKind:
    """Return the kind that recognises a file by its content.

    Raises:
        ModelKindUnknown: none does.
        ArtefactUnsafe: the file is larger than its kind takes.
    """
    for kind in model_kinds():
        if kind.recognises(file):
            _check_size(file, kind)
            return kind
    raise ModelKindUnknown(
        "no kind of model knows this file",
        found=file.path.name,
        expected=f"the content of {_names()}",
    )


def _check_size(file: ModelFile, kind: ModelKind) -> None:
    size, limit = file.size_bytes, kind.limits.maximum_artefact_bytes
    if size > limit:
        raise ArtefactUnsafe(
            "the file is too large", found=f"{size} bytes", expected=f"at most {limit} bytes"
        )


def _names() -> str:
    return ", ".join(kind.name for kind in model_kinds())
