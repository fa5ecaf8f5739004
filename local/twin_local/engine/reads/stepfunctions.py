"""How AWS Step Functions is read back."""

from __future__ import annotations

from twin_local.engine.reads.read import Read, Reads, tags

READS: Reads = {
    ("stepfunctions", "CreateStateMachine"): (
        Read("DescribeStateMachine", {"stateMachineArn": "{a.stateMachineArn}"}),
        tags({"resourceArn": "{a.stateMachineArn}"}),
    ),
}
