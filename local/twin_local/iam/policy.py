"""Policy documents, read once into statements."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from twin_local.iam.errors import PolicyMalformed

Effect = Literal["Allow", "Deny"]


@dataclass(frozen=True)
class Statement:
    """One statement; what `Not…` names is excluded from its actions, resources or principals."""

    policy: str
    index: int
    effect: Effect
    actions: tuple[str, ...]
    excludes_actions: bool
    resources: tuple[str, ...]
    excludes_resources: bool
    condition: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    sid: str = ""
    principals: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Names by kind (`AWS`, `Service`, `Federated`); only policies of resources have them."""
    excludes_principals: bool = False

    @property
    def name(self) -> str:
        """Return how reports name the statement."""
        return f"{self.policy}#{self.sid or self.index}"


def read_policy(document: str | Mapping[str, Any], *, name: str) -> tuple[Statement, ...]:
    """Return the statements of a policy.

    Raises:
        PolicyMalformed: it is not a policy.
    """
    try:
        raw = json.loads(document) if isinstance(document, str) else document
        return tuple(
            _statement(body, name, index) for index, body in enumerate(_listed(raw["Statement"]))
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise PolicyMalformed(f"{name} is not a policy: {error}") from error


def _statement(body: Mapping[str, Any], policy: str, index: int) -> Statement:
    effect = body["Effect"]
    if effect not in ("Allow", "Deny"):
        raise PolicyMalformed(f"{policy}: the effect {effect!r} is neither Allow nor Deny")
    return Statement(
        policy=policy,
        index=index,
        effect=effect,
        actions=_texts(body, "Action"),
        excludes_actions="NotAction" in body,
        resources=_texts(body, "Resource", default=("*",)),
        excludes_resources="NotResource" in body,
        condition=body.get("Condition", {}),
        sid=str(body.get("Sid", "")),
        principals=_principals(body.get("Principal", body.get("NotPrincipal", {}))),
        excludes_principals="NotPrincipal" in body,
    )


def _principals(named: str | Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    by_kind = {"AWS": named} if isinstance(named, str) else named
    return {kind: tuple(str(one) for one in _listed(names)) for kind, names in by_kind.items()}


def _texts(body: Mapping[str, Any], key: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
    value = body.get(key, body.get(f"Not{key}", default))
    return tuple(str(one) for one in _listed(value))


def _listed(value: object) -> Sequence[Any]:
    return value if isinstance(value, list | tuple) else [value]
