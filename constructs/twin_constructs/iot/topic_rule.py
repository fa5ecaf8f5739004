"""An IoT Core rule that hands messages to a function, and logs what it could not hand over."""

from __future__ import annotations

from aws_cdk import Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_iot as iot
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from twin_constructs.iot.grants import acknowledge_own_policy
from twin_constructs.log_group import log_group

SQL_VERSION = "2016-03-23"


class RuleErrors(Construct):
    """The log group that gets the messages which rules could not deliver."""

    def __init__(self, scope: Construct, construct_id: str) -> None:
        super().__init__(scope, construct_id)
        self.log_group = log_group(self, "Logs")
        self.role = iam.Role(self, "Role", assumed_by=iam.ServicePrincipal("iot.amazonaws.com"))
        self.log_group.grant_write(self.role)
        # https://docs.aws.amazon.com/iot/latest/developerguide/cloudwatch-logs-rule-action.html
        self.log_group.grant(self.role, "logs:DescribeLogStreams")
        acknowledge_own_policy(self.role)


class TopicRule(Construct):
    """Every message that the statement selects invokes the function once.

    A rule with a `name` is one of several of a function, which `permit_rules` lets invoke it: a
    permission each would fill the 20 KB of a function's policy with some thirty rules.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        sql: str,
        function: lambda_.IFunction,
        errors: RuleErrors,
        description: str,
        name: str | None = None,
    ) -> None:
        super().__init__(scope, construct_id)
        actions = iot.CfnTopicRule
        self.rule = iot.CfnTopicRule(
            self,
            "Rule",
            rule_name=name,
            topic_rule_payload=actions.TopicRulePayloadProperty(
                sql=sql,
                aws_iot_sql_version=SQL_VERSION,
                description=description,
                rule_disabled=False,
                actions=[
                    actions.ActionProperty(
                        lambda_=actions.LambdaActionProperty(function_arn=function.function_arn)
                    )
                ],
                error_action=actions.ActionProperty(
                    cloudwatch_logs=actions.CloudwatchLogsActionProperty(
                        log_group_name=errors.log_group.log_group_name,
                        role_arn=errors.role.role_arn,
                    )
                ),
            ),
        )
        if name is None:
            _permit(self, function, self.rule.attr_arn)


def permit_rules(scope: Construct, function: lambda_.IFunction, names: str) -> None:
    """Let all rules whose names match a pattern, such as `plant_*`, invoke a function."""
    arn = Stack.of(scope).format_arn(service="iot", resource="rule", resource_name=names)
    _permit(scope, function, arn)


def _permit(scope: Construct, function: lambda_.IFunction, rule_arn: str) -> None:
    lambda_.CfnPermission(
        scope,
        "Permission",
        action="lambda:InvokeFunction",
        function_name=function.function_arn,
        principal="iot.amazonaws.com",
        source_account=Stack.of(scope).account,
        source_arn=rule_arn,
    )
