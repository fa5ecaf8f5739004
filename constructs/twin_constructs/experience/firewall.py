"""A web ACL in front of the API's stage, for sites that ask for one."""

from __future__ import annotations

from aws_cdk import ArnFormat, RemovalPolicy, Stack
from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_logs as logs
from aws_cdk import aws_wafv2 as wafv2
from constructs import Construct

from twin.definition.firewall import FirewallOptions
from twin_constructs.acknowledge import acknowledge
from twin_constructs.log_group import SERVICE_KEY

MANAGED = ("AmazonIpReputationList", "KnownBadInputsRuleSet", "CommonRuleSet")
"""Rule groups that AWS keeps, in the order in which they look at a request.

https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html
"""

ONLY_COUNTED = {"CommonRuleSet": ("SizeRestrictions_BODY",)}
"""The announcement of a large upload and the text of a comment are longer than the 8 KB it allows;
API Gateway and the functions have limits of their own."""

LOG_PREFIX = "aws-waf-logs-"
"""Names of groups that AWS WAF may write to begin like this."""


class Firewall(Construct):
    """The web ACL, what it guards, and the log of what it refused."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        stage: apigateway.Stage,
        options: FirewallOptions,
    ) -> None:
        super().__init__(scope, construct_id)
        rules = [_rate(options), *(_managed(name, at) for at, name in enumerate(MANAGED, start=1))]
        self.acl = wafv2.CfnWebACL(
            self,
            "Acl",
            scope="REGIONAL",
            default_action=wafv2.CfnWebACL.DefaultActionProperty(allow={}),
            rules=rules,
            visibility_config=_visibility("api"),
        )
        stage_arn = Stack.of(self).format_arn(
            service="apigateway",
            account="",
            resource="/restapis",
            resource_name=f"{stage.rest_api.rest_api_id}/stages/{stage.stage_name}",
            arn_format=ArnFormat.SLASH_RESOURCE_NAME,
        )
        wafv2.CfnWebACLAssociation(
            self, "Guards", resource_arn=stage_arn, web_acl_arn=self.acl.attr_arn
        )
        self._log_refusals()

    def _log_refusals(self) -> None:
        name = f"{LOG_PREFIX}{Stack.of(self).stack_name.lower()}"
        group = logs.LogGroup(
            self,
            "Refusals",
            log_group_name=name,
            retention=logs.RetentionDays.ONE_YEAR,
            removal_policy=RemovalPolicy.DESTROY,
        )
        wafv2.CfnLoggingConfiguration(
            self,
            "Logging",
            resource_arn=self.acl.attr_arn,
            # The ARN without the `:*` that log streams would need.
            log_destination_configs=[
                Stack.of(self).format_arn(
                    service="logs",
                    resource="log-group",
                    resource_name=group.log_group_name,
                    arn_format=ArnFormat.COLON_RESOURCE_NAME,
                )
            ],
            redacted_fields=[
                wafv2.CfnLoggingConfiguration.FieldToMatchProperty(
                    single_header={"Name": "authorization"}
                )
            ],
            logging_filter={
                "DefaultBehavior": "DROP",
                "Filters": [
                    {
                        "Behavior": "KEEP",
                        "Requirement": "MEETS_ANY",
                        "Conditions": [{"ActionCondition": {"Action": "BLOCK"}}],
                    }
                ],
            },
        )
        acknowledge(
            group,
            {
                f"{pack}-CloudWatchLogGroupEncrypted": SERVICE_KEY
                for pack in ("NIST.800.53.R5", "HIPAA.Security", "PCI.DSS.321")
            },
        )


def _rate(options: FirewallOptions) -> wafv2.CfnWebACL.RuleProperty:
    return wafv2.CfnWebACL.RuleProperty(
        name="requests-of-one-address",
        priority=0,
        action=wafv2.CfnWebACL.RuleActionProperty(block={}),
        statement=wafv2.CfnWebACL.StatementProperty(
            rate_based_statement=wafv2.CfnWebACL.RateBasedStatementProperty(
                aggregate_key_type="IP",
                evaluation_window_sec=300,
                limit=options.requests_in_five_minutes,
            )
        ),
        visibility_config=_visibility("requests-of-one-address"),
    )


def _managed(name: str, priority: int) -> wafv2.CfnWebACL.RuleProperty:
    return wafv2.CfnWebACL.RuleProperty(
        name=name,
        priority=priority,
        override_action=wafv2.CfnWebACL.OverrideActionProperty(none={}),
        statement=wafv2.CfnWebACL.StatementProperty(
            managed_rule_group_statement=wafv2.CfnWebACL.ManagedRuleGroupStatementProperty(
                vendor_name="AWS",
                name=f"AWSManagedRules{name}",
                rule_action_overrides=[
                    wafv2.CfnWebACL.RuleActionOverrideProperty(
                        name=rule,
                        action_to_use=wafv2.CfnWebACL.RuleActionProperty(count={}),
                    )
                    for rule in ONLY_COUNTED.get(name, ())
                ]
                or None,
            )
        ),
        visibility_config=_visibility(name),
    )


def _visibility(name: str) -> wafv2.CfnWebACL.VisibilityConfigProperty:
    return wafv2.CfnWebACL.VisibilityConfigProperty(
        cloud_watch_metrics_enabled=True, metric_name=name, sampled_requests_enabled=True
    )
