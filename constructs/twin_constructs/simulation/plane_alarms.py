"""Alarms of the simulation plane: executions that failed, and events that nobody could process."""

from __future__ import annotations

from collections.abc import Sequence

from aws_cdk import CfnOutput, Duration
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs
from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct

from twin_constructs.acknowledge import acknowledge

PERIOD = Duration.minutes(5)
MOST_METRICS = 10
"""Of one expression. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html"""

NO_CONTENT = (
    "Messages name an alarm and its state, nothing of the plant; CloudWatch cannot publish to a "
    "topic under the key that AWS manages, and a key of the site's own bills every month"
)


class PlaneAlarms(Construct):
    """One alarm over all state machines, one over all dead-letter queues, and their topic.

    Subscribe an address to the topic to be told. A run that failed is also on the site's bus.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        machines: Sequence[sfn.StateMachine],
        dead_letters: Sequence[sqs.IQueue],
    ) -> None:
        super().__init__(scope, construct_id)
        self.topic = sns.Topic(self, "Notices", enforce_ssl=True)
        packs = ("NIST.800.53.R5", "HIPAA.Security", "PCI.DSS.321")
        acknowledge(self.topic, {f"{pack}-SNSEncryptedKMS": NO_CONTENT for pack in packs})
        CfnOutput(self, "NoticesTopicArn", value=self.topic.topic_arn)
        failed = [
            metric
            for machine in machines
            for metric in (
                machine.metric_failed(period=PERIOD, statistic="Sum"),
                machine.metric_timed_out(period=PERIOD, statistic="Sum"),
            )
        ]
        self._alarm("FailedExecutions", failed, "A run, study or calibration failed")
        waiting = [
            queue.metric_approximate_number_of_messages_visible(period=PERIOD, statistic="Maximum")
            for queue in dead_letters
        ]
        self._alarm("DeadLetters", waiting, "An event of the simulation plane was not processed")

    def _alarm(
        self, name: str, metrics: Sequence[cloudwatch.IMetric], description: str
    ) -> cloudwatch.Alarm:
        assert 0 < len(metrics) <= MOST_METRICS
        using = {f"m{number}": metric for number, metric in enumerate(metrics)}
        total = cloudwatch.MathExpression(
            expression="+".join(f"FILL({metric}, 0)" for metric in using),
            using_metrics=using,
            period=PERIOD,
            label=name,
        )
        alarm = cloudwatch.Alarm(
            self,
            name,
            metric=total,
            threshold=1,
            evaluation_periods=1,
            comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
            treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
            alarm_description=description,
        )
        alarm.add_alarm_action(actions.SnsAction(self.topic))
        return alarm
