"""The files between the workflow and the job: `input.json` in, `output.json` out.

A run's input holds all that decides its result, so that equal inputs give equal outputs: the
artefact by digest, the inputs, the parameters with their uncertainties, and the seed, which is
taken from the digest of the rest.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from twin.site_document import Parameter, SimulationModel

SAMPLES = 200
"""Parameter samples of one run: enough for the 5 % and 95 % quantiles of a smooth model."""


@dataclass(frozen=True)
class Artefact:
    """A model's file in the models bucket, by content."""

    key: str
    sha256: str


@dataclass(frozen=True)
class JobInput:
    """Everything that decides what a run gives.

    `candidates` are the inputs of each candidate of a what-if that compares several; `inputs` is
    not run then, but says what was measured.
    """

    model_id: str
    model_version: str
    artefact: Artefact
    inputs: Mapping[str, float]
    outputs: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    interval_probability: float
    horizon_seconds: float
    step_seconds: float
    samples: int = SAMPLES
    candidates: tuple[Mapping[str, float], ...] = ()

    @property
    def cases(self) -> tuple[Mapping[str, float], ...]:
        """Return the inputs of everything that is run: of each candidate, or of the one run."""
        return self.candidates or (self.inputs,)

    @property
    def digest(self) -> str:
        """Return the SHA-256 of the canonical text."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()

    @property
    def seed(self) -> int:
        """Return the seed of the parameter samples."""
        return int(self.digest[:8], 16)

    def to_json(self) -> str:
        """Return the canonical text: same run, same bytes."""
        return json.dumps(asdict(self), sort_keys=True, separators=(",", ":"), allow_nan=False)

    @classmethod
    def from_mapping(cls, raw: Mapping[str, Any]) -> JobInput:
        """Read what `to_json` wrote."""
        return cls(
            **{
                **raw,
                "artefact": Artefact(**raw["artefact"]),
                "outputs": tuple(raw["outputs"]),
                "parameters": tuple(Parameter(**item) for item in raw["parameters"]),
                "candidates": tuple(raw.get("candidates", ())),
            }
        )


@dataclass(frozen=True)
class JobOutput:
    """A predicted variable: at the nominal parameters, with the bounds of its interval."""

    value: float
    lower: float
    upper: float


def model_version(model: SimulationModel, artefact: Artefact) -> str:
    """Return the version of a model: it changes with its file and with its parameters."""
    parts = [artefact.sha256, *(json.dumps(asdict(item)) for item in model.parameters)]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:12]


def job_input(
    model: SimulationModel,
    artefact: Artefact,
    inputs: Mapping[str, float],
    candidates: Sequence[Mapping[str, float]] = (),
) -> JobInput:
    """Return the input of a run of a model."""
    return JobInput(
        model_id=model.id,
        model_version=model_version(model, artefact),
        artefact=artefact,
        inputs=dict(sorted(inputs.items())),
        outputs=tuple(prediction.variable for prediction in model.predictions),
        parameters=model.parameters,
        interval_probability=model.interval_probability,
        horizon_seconds=model.horizon_seconds,
        step_seconds=model.step_seconds,
        candidates=tuple(dict(sorted(one.items())) for one in candidates),
    )


def input_key(run_id: str) -> str:
    """Return where a run's input is."""
    return f"runs/{run_id}/input.json"


def output_key(run_id: str) -> str:
    """Return where a run's output is."""
    return f"runs/{run_id}/output.json"


def trajectory_key(run_id: str) -> str:
    """Return where the course of a run is, output by output."""
    return f"runs/{run_id}/trajectory.json"


def ranking_key(run_id: str) -> str:
    """Return where the compared candidates of a what-if are."""
    return f"runs/{run_id}/ranking.json"


def error_key(run_id: str) -> str:
    """Return where a job says why it refused."""
    return f"runs/{run_id}/error.json"
