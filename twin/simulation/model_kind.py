"""What a kind of model says of itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from twin.simulation.manifest import LicenceClass
from twin.simulation.model_file import ModelFile


@dataclass(frozen=True)
class KindLimits:
    """What the process that runs a model of the kind gets."""

    maximum_artefact_bytes: int
    memory_mebibytes: int
    timeout_seconds: int


@dataclass(frozen=True)
class ModelKind:
    """One kind of model: how it is told, where it runs, and how much it gets.

    `image` is the folder below `containers/` whose `runtimes/<name>.py` loads it; empty where the
    model is an image itself. `recognises` looks at content only. `licence_class` is what a file
    of the kind needs to run, read from the file. `licence_feature` is what its runtime asks a
    licence server for, where files of the kind may need that.
    """

    name: str
    title: str
    image: str
    recognises: Callable[[ModelFile], bool]
    limits: KindLimits
    licence_class: Callable[[ModelFile], LicenceClass] = lambda _: "none"
    licence_feature: str = ""
