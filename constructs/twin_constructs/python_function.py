"""One Lambda function of this repository."""

from __future__ import annotations

from collections.abc import Mapping

from aws_cdk import Duration, RemovalPolicy
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

from twin.site_document import SiteDocument
from twin_constructs.staging import Extra, stage_function


class PythonFunction(Construct):
    """A function from `lambda/<package>` with its own log group and a role that may only log.

    The zip holds the handler's import closure and `site.json`. Who uses the function grants its
    role what the code calls.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        package: str,
        document: SiteDocument,
        environment: Mapping[str, str] | None = None,
        timeout: Duration | None = None,
        memory_megabytes: int = 256,
        description: str = "",
    ) -> None:
        super().__init__(scope, construct_id)
        self.package = package
        self.log_group = logs.LogGroup(
            self,
            "Logs",
            retention=logs.RetentionDays.THREE_MONTHS,
            removal_policy=RemovalPolicy.DESTROY,
        )
        self.role = iam.Role(self, "Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
        self.log_group.grant_write(self.role)
        folder = stage_function(package, extras=(Extra("site.json", document.to_json().encode()),))
        self.function = lambda_.Function(
            self,
            "Function",
            runtime=lambda_.Runtime.PYTHON_3_14,
            architecture=lambda_.Architecture.X86_64,
            handler=f"{package}.handler.handler",
            code=lambda_.Code.from_asset(str(folder)),
            role=self.role,
            environment=dict(environment or {}),
            timeout=timeout or Duration.seconds(29),
            memory_size=memory_megabytes,
            log_group=self.log_group,
            description=description or None,
        )
