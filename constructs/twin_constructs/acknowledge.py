"""Acknowledge findings of the rule packs, each with the reason an auditor reads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aws_cdk import Acknowledgment, Stack, Validations
from constructs import IConstruct

PACKS = {
    "AwsSolutions-": "AwsSolutions",
    "NIST.800.53.R5-": "NIST.800.53.R5",
    "HIPAA.Security-": "HIPAA.Security",
    "PCI.DSS.321-": "PCI.DSS.321",
}

OWN_POLICY = (
    "The policy belongs to exactly one role and is reviewed and deleted with it; it names the "
    "exact actions and resources that its service uses"
)


def acknowledge(construct: IConstruct, reasons: Mapping[str, str]) -> None:
    """Acknowledge findings of one construct; keys are rule ids, with the finding in brackets."""
    Validations.of(construct).acknowledge(
        *(
            Acknowledgment(id=f"{_pack(rule)}::{rule}", reason=reason)
            for rule, reason in reasons.items()
        )
    )


def acknowledge_own_policy(role: IConstruct) -> None:
    """Acknowledge that a role has a policy of its own instead of a shared managed one."""
    packs = ("NIST.800.53.R5", "HIPAA.Security", "PCI.DSS.321")
    acknowledge(role, {f"{pack}-IAMNoInlinePolicy": OWN_POLICY for pack in packs})


def shown_arn(scope: IConstruct, arn: str) -> str:
    """Return an ARN with its tokens as the rule packs show them."""
    resolved = Stack.of(scope).resolve(arn)
    if isinstance(resolved, str):
        return resolved
    return "".join(map(_shown, resolved["Fn::Join"][1]))


def _shown(part: str | Mapping[str, Any]) -> str:
    if isinstance(part, str):
        return part
    return f"<{part['Ref'] if 'Ref' in part else '.'.join(part['Fn::GetAtt'])}>"


def _pack(rule: str) -> str:
    for prefix, pack in PACKS.items():
        if rule.startswith(prefix):
            return pack
    raise ValueError(f"{rule} is of none of the packs {', '.join(PACKS)}")
