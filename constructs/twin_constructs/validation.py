"""What every synth is checked against: four rule packs, rules of our own, and AWS's sizes."""

from __future__ import annotations

from pathlib import Path

from aws_cdk import App, CloudFormationValidatePlugin, ValidationRuleSource, Validations
from cdk_nag import (
    AwsSolutionsChecks,
    HIPAASecurityChecks,
    NIST80053R5Checks,
    PCIDSS321Checks,
)

from twin_constructs.sizes import SizeCheck

PACKS = (AwsSolutionsChecks, NIST80053R5Checks, HIPAASecurityChecks, PCIDSS321Checks)
RULES = Path(__file__).parent / "rules"


def add_validation(app: App) -> None:
    """Check the app at synth; an open finding fails it."""
    own = CloudFormationValidatePlugin(
        include_default_rules=False,
        guard_rules=[
            ValidationRuleSource(name=path.stem, content=path.read_text(encoding="utf-8"))
            for path in sorted(RULES.glob("*.guard"))
        ],
    )
    Validations.of(app).add_plugins(*(pack(app) for pack in PACKS), own, SizeCheck())
