"""One Lambda function of this repository."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from aws_cdk import Duration, Size
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from twin.site_document import SiteDocument
from twin_constructs.acknowledge import acknowledge
from twin_constructs.dead_letters import dead_letters
from twin_constructs.log_group import log_group
from twin_constructs.shared_layers import shared_layers
from twin_constructs.staging import Extra, stage_function

OWN_POLICY = (
    "The policy belongs to exactly one role and is reviewed and deleted with it; it grants the "
    "actions that the function's code calls, which a test derives from the code"
)
SHARED_POOL = (
    "Reserved concurrency would be taken from the account's pool for every function; load is "
    "bounded at the API stage, the workflow and the rules that invoke"
)
NO_NETWORK = (
    "The function reaches AWS endpoints only, by IAM over TLS, and nothing in a VPC; inside one it "
    "would need endpoints or a NAT gateway that bill by the hour"
)
SYNCHRONOUS = (
    "The function is invoked synchronously: its caller sees the error, and there is no event that "
    "could be lost"
)


class PythonFunction(Construct):
    """A function from `lambda/<package>` with its own log group and a role that may only log.

    The zip holds the handler's import closure, `site.json` and the `extras`; wheels of shared
    packages are in layers. Who makes the function
    grants its role what the code calls. An `asynchronous` one (invoked by events) keeps the events
    that it could not process in a dead-letter queue for two weeks.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        package: str,
        document: SiteDocument,
        environment: Mapping[str, str] | None = None,
        extras: Sequence[Extra] = (),
        timeout: Duration | None = None,
        memory_megabytes: int = 256,
        ephemeral_storage: Size | None = None,
        asynchronous: bool = False,
        description: str,
    ) -> None:
        super().__init__(scope, construct_id)
        self.package = package
        logs = log_group(self, "Logs")
        self.role = iam.Role(self, "Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
        logs.grant_write(self.role)
        compiled = Extra("site.json", document.to_packed_json().encode())
        folder = stage_function(package, extras=(compiled, *extras))
        self.function = lambda_.Function(
            self,
            "Function",
            runtime=lambda_.Runtime.PYTHON_3_14,
            architecture=lambda_.Architecture.X86_64,
            handler=f"{package}.handler.handler",
            code=lambda_.Code.from_asset(str(folder)),
            layers=shared_layers(self, package),
            role=self.role,
            environment=dict(environment or {}),
            timeout=timeout or Duration.seconds(29),
            memory_size=memory_megabytes,
            ephemeral_storage_size=ephemeral_storage,
            log_group=logs,
            dead_letter_queue=dead_letters(self, "DeadLetters") if asynchronous else None,
            description=description,
        )
        acknowledge(self, _reasons(asynchronous=asynchronous))


def _reasons(*, asynchronous: bool) -> dict[str, str]:
    reasons = {
        "PCI.DSS.321-IAMNoInlinePolicy": OWN_POLICY,
        "PCI.DSS.321-LambdaInsideVPC": NO_NETWORK,
    }
    for pack in ("NIST.800.53.R5", "HIPAA.Security"):
        reasons[f"{pack}-IAMNoInlinePolicy"] = OWN_POLICY
        reasons[f"{pack}-LambdaInsideVPC"] = NO_NETWORK
        reasons[f"{pack}-LambdaConcurrency"] = SHARED_POOL
        if not asynchronous:
            reasons[f"{pack}-LambdaDLQ"] = SYNCHRONOUS
    return reasons
