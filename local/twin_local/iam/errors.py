"""What is wrong with a policy.

PolicyError
├── PolicyMalformed        the document is not a policy
└── OperatorUnknown        a condition has an operator that is not evaluated here
"""

from __future__ import annotations


class PolicyError(ValueError):
    """A policy cannot be evaluated."""


class PolicyMalformed(PolicyError):
    """The document is not a policy."""


class OperatorUnknown(PolicyError):
    """A condition has an operator that is not evaluated here; guessing would grant or deny."""
