"""A state machine whose executions end at once: only what starts them is under test."""

from __future__ import annotations

import json

import boto3

from twin_runtime import clients

DEFINITION = {"StartAt": "End", "States": {"End": {"Type": "Succeed"}}}
TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"Service": "states.amazonaws.com"},
            "Action": "sts:AssumeRole",
        }
    ],
}


def create_idle_machine(name: str) -> str:
    """Return the ARN of a new state machine, with a role that it may take."""
    role = boto3.client("iam").create_role(
        RoleName=name, AssumeRolePolicyDocument=json.dumps(TRUST)
    )
    machine = clients.stepfunctions().create_state_machine(
        name=name, definition=json.dumps(DEFINITION), roleArn=role["Role"]["Arn"]
    )
    return machine["stateMachineArn"]
