"""Errors of access.

AccessError
├── TokenInvalid     the caller's token cannot be trusted
├── AccessDenied     the policies do not let the caller do this
├── ExplainInvalid   the question about access is none
├── PrincipalUnknown there is no such user, key or program
└── EngineFault      the policy engine answered what it should not

Those of API keys are in `twin.access.key_errors`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from twin.errors import TwinError

if TYPE_CHECKING:
    from twin.access.decision import Decision
    from twin.access.resource import Resource


class AccessError(TwinError):
    """The caller may not do this."""

    code = "ACCESS_DENIED"
    status = 403


class TokenInvalid(AccessError):
    """The caller's token cannot be trusted: wrong signature, issuer, client, use or time."""

    code = "TOKEN_INVALID"
    status = 401


class AccessDenied(AccessError):
    """The policies do not let the caller do this; `twin explain` tells more."""

    @classmethod
    def by(
        cls, decision: Decision, operation_id: str, resource: Resource, *, told: bool
    ) -> AccessDenied:
        """Return the refusal of a decision; the resource is named if the caller may know of it."""
        about = f" on {resource.kind} {resource.resource_id}" if told else ""
        forbidden = f"forbidden by {', '.join(decision.policies)}"
        return cls(
            f"you may not {operation_id}{about}",
            found=forbidden if told and decision.policies else "no policy permits it",
            expected="a policy that permits it, and none that forbids it",
            where="the groups of the user, or the access section of the site file",
        )


class EngineFault(AccessError):
    """The policy engine answered something that is not in its documentation."""

    code = "ACCESS_ENGINE_FAULT"
    status = 500


class ExplainInvalid(AccessError):
    """A question about access names no action, resource or principal."""

    code = "EXPLAIN_INVALID"
    status = 400


class PrincipalUnknown(AccessError):
    """There is no such user, key or program to explain the access of."""

    code = "PRINCIPAL_UNKNOWN"
    status = 404
