"""Which numbers are active, and which were before: the state that a change of a model makes.

Parameters belong to the deployment that they were found for. Another deployment has its own: going
back to a deployment brings back the parameters that it had.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from twin.simulation.registry import SITE, What
from twin.simulation.registry_errors import NothingToRollBack


@dataclass(frozen=True, kw_only=True)
class Choice:
    """The active number of one kind, and the one before it; None where there was none."""

    number: int = SITE
    previous: int | None = None

    def followed_by(self, number: int) -> Choice:
        """Return the choice once a number is active; the same number changes nothing."""
        return self if number == self.number else Choice(number=number, previous=self.number)


@dataclass(frozen=True, kw_only=True)
class Activations:
    """What is active of one model; `parameters` is by the number of a deployment."""

    deployment: Choice = field(default_factory=Choice)
    parameters: Mapping[int, Choice] = field(default_factory=dict)
    revision: int = 0

    def choice(self, what: What) -> Choice:
        """Return what is active now; parameters are those of the active deployment."""
        if what == "deployment":
            return self.deployment
        return self.parameters.get(self.deployment.number, Choice())

    def followed_by(self, what: What, number: int) -> Activations:
        """Return the next state, in which a number is active."""
        chosen = self.choice(what).followed_by(number)
        following = replace(self, revision=self.revision + 1)
        if what == "deployment":
            return replace(following, deployment=chosen)
        of_deployment = {**self.parameters, self.deployment.number: chosen}
        return replace(following, parameters=of_deployment)

    def before(self, what: What) -> int:
        """Return the number that was active before.

        Raises:
            NothingToRollBack: there was none.
        """
        choice = self.choice(what)
        if choice.previous is None:
            raise NothingToRollBack(
                f"no other {what} of the model was active before",
                found=f"{what} {choice.number}",
                expected="a number that was deployed or published before",
                where="number",
            )
        return choice.previous

    def to_mapping(self) -> dict[str, Any]:
        """Return the state as a JSON object, without its revision."""
        return {
            "deployment": asdict(self.deployment),
            "parameters": {str(key): asdict(one) for key, one in self.parameters.items()},
        }

    @classmethod
    def from_mapping(cls, raw: Mapping[str, Any], revision: int) -> Activations:
        """Read what `to_mapping` wrote."""
        return cls(
            deployment=Choice(**raw["deployment"]),
            parameters={int(key): Choice(**one) for key, one in raw["parameters"].items()},
            revision=revision,
        )
