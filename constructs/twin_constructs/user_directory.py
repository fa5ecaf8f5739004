"""Who the users are: a Cognito user pool with one group per role."""

from __future__ import annotations

from aws_cdk import Duration, RemovalPolicy
from aws_cdk import aws_cognito as cognito
from constructs import Construct

from twin.api.routes import ROLES
from twin_constructs.acknowledge import acknowledge

MFA_OPTIONAL = (
    "Time-based one-time passwords are offered to every user; a control room signs in with shared "
    "consoles, so whether a site requires them is the customer's decision, made in the pool"
)
THREAT_PROTECTION = (
    "Threat protection needs the Plus plan, billed per user; passwords are strong, accounts are "
    "made by administrators only, and the customer may switch the plan in the pool"
)


class UserDirectory(Construct):
    """A pool whose users are invited by an administrator, and the console's public client."""

    def __init__(self, scope: Construct, construct_id: str) -> None:
        super().__init__(scope, construct_id)
        self.pool = cognito.UserPool(
            self,
            "Pool",
            self_sign_up_enabled=False,
            sign_in_aliases=cognito.SignInAliases(username=True, email=True),
            mfa=cognito.Mfa.OPTIONAL,
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
        for precedence, role in enumerate(reversed(ROLES)):
            cognito.CfnUserPoolGroup(
                self,
                f"{role.capitalize()}s",
                user_pool_id=self.pool.user_pool_id,
                group_name=role,
                precedence=precedence,
            )
        self.client = self.pool.add_client(
            "Console",
            auth_flows=cognito.AuthFlow(user_password=True, user_srp=True),
            generate_secret=False,
            disable_o_auth=True,
            access_token_validity=Duration.hours(1),
            id_token_validity=Duration.hours(1),
            refresh_token_validity=Duration.days(1),
            enable_token_revocation=True,
            prevent_user_existence_errors=True,
        )
        acknowledge(
            self.pool,
            {
                "AwsSolutions-COG2": MFA_OPTIONAL,
                "AwsSolutions-COG3": THREAT_PROTECTION,
                "AwsSolutions-COG8": THREAT_PROTECTION,
            },
        )
