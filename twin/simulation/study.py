"""A study: one model run over the rows of a design; one canonical JSON document in S3.

It holds all that decides its results: equal studies have one digest and one folder of results, and
each row an id that is the same wherever and whenever it runs.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from twin.simulation.manifest import ModelManifest


@dataclass(frozen=True)
class Study:
    """What is run.

    `artefact_key` is where the model is in the study's bucket; `design` is a document of
    `twin.simulation.designs`; `fixed` are start values of all rows. `block_rows` is how many rows
    are kept together: what the loss of a machine costs at most.
    """

    manifest: ModelManifest
    artefact_key: str
    design: Mapping[str, Any]
    fixed: Mapping[str, float]
    outputs: tuple[str, ...]
    steps: int
    step_seconds: float
    seed: int
    block_rows: int

    @property
    def digest(self) -> str:
        """Return the SHA-256 of the canonical text."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()

    def to_json(self) -> str:
        """Return the canonical text: same study, same bytes; no NaN."""
        return json.dumps(asdict(self), sort_keys=True, separators=(",", ":"), allow_nan=False)

    def run_id(self, row: Mapping[str, float]) -> str:
        """Return the id of one row's run; see `run_id`."""
        inputs = {
            "start_values": {**self.fixed, **row},
            "steps": self.steps,
            "step_seconds": self.step_seconds,
        }
        manifest = self.manifest
        return run_id(manifest.image_digest, manifest.artefact_sha256, inputs, self.seed)


def run_id(image_digest: str, artefact_sha256: str, inputs: Mapping[str, Any], seed: int) -> str:
    """Return sha256(image digest ‖ artefact digest ‖ canonical inputs ‖ seed) in hexadecimal."""
    canonical = json.dumps(inputs, sort_keys=True, separators=(",", ":"), allow_nan=False)
    text = "\n".join((image_digest, artefact_sha256, canonical, str(seed)))
    return hashlib.sha256(text.encode()).hexdigest()
