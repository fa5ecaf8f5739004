"""How AWS Step Functions is read back."""

from __future__ import annotations

from twin_local.engine.reads.read import Read, Reads, tags

OPERATIONS: Reads = {
    ("stepfunctions", "CreateStateMachine"): (
        Read("DescribeStateMachine", {"stateMachineArn": "{a.stateMachineArn}"}),
        tags({"resourceArn": "{a.stateMachineArn}"}),
    ),
}
