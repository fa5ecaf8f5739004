"""What `POST /what-if` asks for: candidates by their inputs, or the set-points of a command."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from twin.commands.checks import find_command
from twin.simulation.errors import CommandNotModelled, WhatIfInvalid
from twin.simulation.request import checked_inputs, checked_key, checked_number, find_model
from twin.simulation.what_if.comparison import (
    DIRECTIONS,
    Candidate,
    Comparison,
    Direction,
    Objective,
)
from twin.site_document import Command, SimulationModel, SiteDocument

MOST_CANDIDATES = 64
LONGEST_NAME = 128


@dataclass(frozen=True)
class WhatIfRequest:
    """A request that was checked against the site; `set_points` are those of its command."""

    model_id: str
    comparison: Comparison
    set_points: tuple[float, ...]
    idempotency_key: str

    @property
    def digest(self) -> str:
        """Return what tells this request from another one under the same idempotency key."""
        text = json.dumps([self.model_id, self.comparison.to_raw()], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    @classmethod
    def from_body(cls, body: Mapping[str, Any], site: SiteDocument) -> WhatIfRequest:
        """Read and check the body.

        Raises:
            ModelUnknown, UnknownCommand: the site has no such model or command.
            CommandNotModelled: the model does not have the set-point of the command.
            RunRequestInvalid: an input or the idempotency key is wrong.
            WhatIfInvalid: anything else is wrong.
        """
        model = find_model(site, str(body.get("model_id", "")))
        given, command = body.get("candidates"), body.get("command")
        if (given is None) == (command is None):
            raise WhatIfInvalid(
                "a what-if compares candidates or the set-points of a command",
                found="both" if given is not None else "neither",
                expected="one of candidates and command",
                where="candidates",
            )
        if command is None:
            command_id, set_points = "", tuple[float, ...]()
            candidates = _candidates(given, model, site)
        else:
            command_id, set_points, candidates = _of_command(command, model, site)
        objective = _objective(body.get("objective"), model)
        comparison = Comparison(candidates, command_id, objective)
        return cls(model.id, comparison, set_points, checked_key(body.get("idempotency_key")))


def variable_of(command: Command, model: SimulationModel) -> str:
    """Return the input of a model that stands for the set-point of a command.

    It is the one that is bound to the signal by which the plant reports the set-point.

    Raises:
        CommandNotModelled: the model has none.
    """
    for variable, alias in model.inputs:
        if alias == command.feedback:
            return variable
    raise CommandNotModelled(
        f"{model.id} does not know the set-point of {command.id}",
        found=f"inputs bound to {', '.join(alias for _, alias in model.inputs)}",
        expected=f"an input that is bound to {command.feedback}",
        where="inputs of the model in the site file",
    )


def _candidates(given: object, model: SimulationModel, site: SiteDocument) -> tuple[Candidate, ...]:
    candidates = []
    for number, item in enumerate(_listed(given, "candidates")):
        where = f"candidates.{number}"
        if not isinstance(item, dict):
            raise WhatIfInvalid(f"{where} is no object", expected="a name and inputs", where=where)
        inputs = checked_inputs(item.get("inputs"), model, site, where=f"{where}.inputs")
        name = _name(item.get("name"), f"Candidate {number + 1}", where=f"{where}.name")
        candidates.append(Candidate(name, inputs))
    return tuple(candidates)


def _of_command(
    given: object, model: SimulationModel, site: SiteDocument
) -> tuple[str, tuple[float, ...], tuple[Candidate, ...]]:
    if not isinstance(given, dict):
        raise WhatIfInvalid(
            "command is no object", expected="command_id and values", where="command"
        )
    command = find_command(site, str(given.get("command_id", "")))
    variable = variable_of(command, model)
    values = tuple(
        checked_number(f"value {number + 1}", value, where=f"command.values.{number}")
        for number, value in enumerate(_listed(given.get("values"), "command.values"))
    )
    names = (f"{command.title} {value:g} {command.unit}".strip() for value in values)
    pairs = zip(names, values, strict=True)
    return command.id, values, tuple(Candidate(name, {variable: value}) for name, value in pairs)


def _listed(given: object, where: str) -> list[Any]:
    if not isinstance(given, list) or not 1 <= len(given) <= MOST_CANDIDATES:
        found = f"{len(given)} items" if isinstance(given, list) else type(given).__name__
        raise WhatIfInvalid(
            f"{where} is no list of candidates",
            found=found,
            expected=f"a list of 1 to {MOST_CANDIDATES}",
            where=where,
        )
    return given


def _name(given: object, otherwise: str, where: str) -> str:
    if given is None:
        return otherwise
    if not isinstance(given, str) or not 1 <= len(given) <= LONGEST_NAME:
        raise WhatIfInvalid(
            "the name of a candidate is unusable",
            found=repr(given)[:LONGEST_NAME],
            expected=f"a text of 1 to {LONGEST_NAME} characters",
            where=where,
        )
    return given


def _objective(given: object, model: SimulationModel) -> Objective | None:
    if given is None:
        return None
    if not isinstance(given, dict):
        raise WhatIfInvalid(
            "objective is no object", expected="variable and direction", where="objective"
        )
    variable, direction = given.get("variable"), given.get("direction")
    known = [one.variable for one in model.predictions]
    if variable not in known:
        raise WhatIfInvalid(
            "the model has no such output",
            found=repr(variable)[:LONGEST_NAME],
            expected=f"one of {', '.join(known)}",
            where="objective.variable",
        )
    if direction not in DIRECTIONS:
        raise WhatIfInvalid(
            "the direction of the objective is unknown",
            found=repr(direction)[:LONGEST_NAME],
            expected=" or ".join(DIRECTIONS),
            where="objective.direction",
        )
    return Objective(str(variable), cast("Direction", direction))
