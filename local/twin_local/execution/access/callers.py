"""Services that act on a resource for another resource of an account."""

from __future__ import annotations

from dataclasses import dataclass, replace

from twin_local.iam import principals
from twin_local.iam.patterns import Context
from twin_local.iam.principals import Principal


@dataclass(frozen=True)
class ServiceCaller:
    """A service that acts for a resource of an account.

    Attributes:
        name: of the principal, such as `events.amazonaws.com`.
        source_arn: of the resource in whose name it is done.
        source_account: whose resource that is.
        role: that it assumes for that; None where it acts as itself.
    """

    name: str
    source_arn: str
    source_account: str
    role: str | None = None

    def acting_as(self, role: str | None) -> ServiceCaller:
        """Return the service that acts as a role, or as itself where there is none."""
        return replace(self, role=role)

    @property
    def principal(self) -> Principal:
        """Return it as policies name it."""
        return principals.service(self.name)

    @property
    def context(self) -> Context:
        """Return the condition keys of its calls."""
        return {
            "aws:sourcearn": [self.source_arn],
            "aws:sourceaccount": [self.source_account],
            "aws:principalisawsservice": ["true"],
            "aws:principalservicename": [self.name],
            "aws:securetransport": ["true"],
        }
