"""What starts a study: the body of `POST /studies`, checked against the site and the design."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from twin.simulation.design_errors import StudyInvalid
from twin.simulation.designs import design_of
from twin.simulation.manifest_schema import NAME, POSITIVE
from twin.simulation.request import LONGEST_KEY, find_model
from twin.simulation.schema_check import mistakes
from twin.simulation.study_reading import MOST_STEPS
from twin.site_document import SimulationModel, SiteDocument

LARGEST_SEED = 2**32 - 1
REQUEST_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "model_id": NAME,
        "design": {"type": "object", "properties": {"name": NAME}, "required": ["name"]},
        "fixed": {"type": ["object", "null"], "additionalProperties": {"type": "number"}},
        "outputs": {"type": ["array", "null"], "items": NAME, "minItems": 1},
        "steps": {"type": ["integer", "null"], "minimum": 0, "maximum": MOST_STEPS},
        "step_seconds": {"anyOf": [POSITIVE, {"type": "null"}]},
        "seed": {"type": ["integer", "null"], "minimum": 0, "maximum": LARGEST_SEED},
        "idempotency_key": {"type": ["string", "null"]},
    },
    "required": ["model_id", "design"],
    "additionalProperties": False,
}


@dataclass(frozen=True, kw_only=True)
class StudyRequest:
    """A request that was checked; `rows` is how many runs its design has.

    `fixed` are start values of all rows beside the model's parameters.
    """

    model_id: str
    design: Mapping[str, Any]
    varied: tuple[str, ...]
    rows: int
    fixed: Mapping[str, float]
    outputs: tuple[str, ...]
    steps: int
    step_seconds: float
    seed: int
    idempotency_key: str

    @classmethod
    def from_body(cls, body: Mapping[str, Any], site: SiteDocument) -> StudyRequest:
        """Read and check a body; what it leaves out is as in a prediction of the model.

        Raises:
            ModelUnknown: the site has no such model.
            StudyInvalid: a member is missing, wrong, or not one of a study.
            DesignInvalid: the design is.
        """
        given = {name: value for name, value in body.items() if value is not None}
        for where, expected in mistakes(given, REQUEST_SCHEMA):
            raise StudyInvalid(
                "the request for a study is wrong", expected=expected, where=where or "the body"
            )
        model = find_model(site, given["model_id"])
        design, settings = design_of(given["design"])
        varied = design.input_names(settings)
        step_seconds = float(given.get("step_seconds", model.step_seconds))
        return cls(
            model_id=model.id,
            design=given["design"],
            varied=varied,
            rows=design.count(settings),
            fixed=_fixed(given.get("fixed", {}), varied),
            outputs=tuple(given.get("outputs", _predicted(model))),
            steps=given.get("steps", round(model.horizon_seconds / step_seconds)),
            step_seconds=step_seconds,
            seed=given.get("seed", 0),
            idempotency_key=_key(given.get("idempotency_key", "")),
        )


def _predicted(model: SimulationModel) -> list[str]:
    return [prediction.variable for prediction in model.predictions]


def _fixed(given: Mapping[str, float], varied: tuple[str, ...]) -> dict[str, float]:
    for name in varied:
        if name in given:
            raise StudyInvalid("a value is fixed and varied", found=name, where=f"fixed.{name}")
    return {name: float(value) for name, value in sorted(given.items())}


def _key(given: str) -> str:
    if len(given) > LONGEST_KEY:
        raise StudyInvalid(
            "the idempotency key is too long",
            found=f"{len(given)} characters",
            expected=f"at most {LONGEST_KEY}",
            where="idempotency_key",
        )
    return given
