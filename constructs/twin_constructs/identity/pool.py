"""The user pool: accounts that an administrator makes, and those of identity providers."""

from __future__ import annotations

from aws_cdk import Duration, RemovalPolicy
from aws_cdk import aws_cognito as cognito
from constructs import Construct

from twin.access.provider_groups import GROUPS_ATTRIBUTE, LONGEST
from twin.definition.access import AccessDefinition
from twin_constructs.acknowledge import acknowledge

MFA_OPTIONAL = (
    "Time-based one-time passwords are offered to every user; a control room signs in with shared "
    "consoles, so whether a site requires them is the customer's decision, made in the site file"
)
THREAT_PROTECTION = (
    "Threat protection needs the Plus plan, billed per user; passwords are strong, accounts are "
    "made by administrators only, and the customer may switch the plan in the pool"
)


def user_pool(scope: Construct, construct_id: str, access: AccessDefinition) -> cognito.UserPool:
    """Make the pool of a site; without a section `access` it has no custom attributes."""
    required = access.sign_in.mfa == "required"
    pool = cognito.UserPool(
        scope,
        construct_id,
        self_sign_up_enabled=False,
        sign_in_aliases=cognito.SignInAliases(username=True, email=True),
        custom_attributes=_custom_attributes(access),
        mfa=cognito.Mfa.REQUIRED if required else cognito.Mfa.OPTIONAL,
        mfa_second_factor=cognito.MfaSecondFactor(otp=True, sms=False),
        password_policy=cognito.PasswordPolicy(
            min_length=12,
            require_digits=True,
            require_lowercase=True,
            require_symbols=True,
            require_uppercase=True,
            temp_password_validity=Duration.days(3),
        ),
        account_recovery=cognito.AccountRecovery.EMAIL_ONLY,
        deletion_protection=True,
        removal_policy=RemovalPolicy.RETAIN,
    )
    reasons = {"AwsSolutions-COG3": THREAT_PROTECTION, "AwsSolutions-COG8": THREAT_PROTECTION}
    if not required:
        reasons["AwsSolutions-COG2"] = MFA_OPTIONAL
    acknowledge(pool, reasons)
    return pool


def custom_names(access: AccessDefinition) -> tuple[str, ...]:
    """Return the custom attributes of users, without the prefix `custom:`."""
    groups = (GROUPS_ATTRIBUTE,) if access.identity_providers.names else ()
    return (*groups, *access.user_attributes)


def _custom_attributes(access: AccessDefinition) -> dict[str, cognito.ICustomAttribute] | None:
    return {
        name: cognito.StringAttribute(mutable=True, max_len=LONGEST)
        for name in custom_names(access)
    } or None
