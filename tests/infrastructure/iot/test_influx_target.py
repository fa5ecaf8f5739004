"""The function that writes to InfluxDB, and the rules that call it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.infrastructure.iot.test_connectors import Template, iot, of_type, statements

if TYPE_CHECKING:
    from tests.infrastructure.conftest import Synthesized


def writers(template: Template) -> dict[str, Template]:
    return {
        name: one
        for name, one in of_type(template, "AWS::Lambda::Function").items()
        if one["Handler"] == "iot_influx.handler.handler"
    }


def test_it_is_there_only_where_the_site_file_has_a_target(synthesized: Synthesized) -> None:
    assert not writers(iot(synthesized, "demo"))
    ((_, function),) = writers(iot(synthesized, "no-console")).items()
    assert "DeadLetterConfig" in function
    assert function["Timeout"] == 90


def test_one_rule_per_model_hands_it_the_whole_notification(synthesized: Synthesized) -> None:
    template = iot(synthesized, "no-console")
    ((name, _),) = writers(template).items()
    payloads = [
        rule["TopicRulePayload"]
        for rule in of_type(template, "AWS::IoT::TopicRule").values()
        if rule["TopicRulePayload"]["Actions"]
        == [{"Lambda": {"FunctionArn": {"Fn::GetAtt": [name, "Arn"]}}}]
    ]
    routed = [
        rule for rule in of_type(template, "AWS::IoT::TopicRule") if rule.startswith("RouterNotify")
    ]
    assert len(payloads) == len(routed) > 1
    for payload in payloads:
        assert payload["Sql"]["Fn::Join"][1][0].startswith("SELECT * FROM ")
        assert "CloudwatchLogs" in payload["ErrorAction"]


def test_it_reads_the_secret_for_writing_only(synthesized: Synthesized) -> None:
    template = iot(synthesized, "no-console")
    ((_, function),) = writers(template).items()
    role = function["Role"]["Fn::GetAtt"][0]
    (statement,) = [
        one
        for one in statements(template, "secretsmanager:GetSecretValue")
        if one["Roles"] == [{"Ref": role}]
    ]
    assert statement["Resource"]["Fn::Join"][1][-1].endswith(":secret:plant/influxdb-writer-??????")
