"""Synthesis warns of what has to be asked of AWS, and goes on."""

from __future__ import annotations

import json
from pathlib import Path

from aws_cdk import App, Stack
from aws_cdk.assertions import Annotations, Match

from stacks.site_stage import SiteStage
from twin.definition import SiteDefinition

SETTINGS = Path(__file__).resolve().parents[2] / "cdk.json"
FAST = {f"value{number}": {"expected_period_seconds": 0.1} for number in range(101)}
"""Each is at the most that SiteWise takes of one property; together they are 1,010 a second."""


def test_more_values_than_the_account_takes_is_a_warning_with_the_code_to_ask_by() -> None:
    app = App(context=json.loads(SETTINGS.read_text(encoding="utf-8"))["context"])
    features = {"spatial": False, "edge": False, "simulation": False, "experience": False}
    definition = SiteDefinition.model_validate(
        {
            "name": "fast",
            "account": "111111111111",
            "region": "us-east-1",
            "features": features,
            "twin": {
                "types": {"machine": {"measurements": FAST}},
                "assets": {"M-1": {"type": "machine"}},
            },
        }
    )
    stage = SiteStage(app, definition=definition)
    foundation = stage.node.find_child("Foundation")
    assert isinstance(foundation, Stack)
    warnings = Annotations.from_stack(foundation).find_warning("*", Match.any_value())
    (text,) = [str(one.entry.data) for one in warnings if "twin:quota" in str(one.entry.data)]
    assert "1010 values a second" in text
    assert "--quota-code L-055D0253 --desired-value 1010" in text
