"""Synth of the demo site against an empty app with the same rule packs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.harness import Result, seconds

ROOT = Path(__file__).resolve().parents[1]
EMPTY = """
import json, sys
from aws_cdk import App, CfnResource, Stack, Validations
from cdk_nag import AwsSolutionsChecks, HIPAASecurityChecks, NIST80053R5Checks, PCIDSS321Checks
app = App(outdir=sys.argv[1], context=json.loads(sys.argv[2]))
packs = (AwsSolutionsChecks, HIPAASecurityChecks, NIST80053R5Checks, PCIDSS321Checks)
Validations.of(app).add_plugins(*(pack(app) for pack in packs))
CfnResource(Stack(app, "Empty"), "One", type="AWS::CloudFormation::WaitConditionHandle")
app.synth()
"""


def run() -> list[Result]:
    """Measure both with the built-in template validation on and off."""
    return [_compare("on", "true"), _compare("off", "false")]


def _compare(label: str, validation: str) -> Result:
    environment = {**os.environ, "CDK_VALIDATION": validation}
    context = json.loads((ROOT / "cdk.json").read_text(encoding="utf-8"))["context"]

    def synth(*arguments: str) -> None:
        command = [sys.executable, *arguments]
        subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)

    with tempfile.TemporaryDirectory() as folder:
        empty = seconds(lambda: synth("-c", EMPTY, folder, json.dumps(context)))
    return Result(
        name=f"synth of the demo site, validation {label}",
        value=seconds(lambda: synth("app.py")),
        unit="s",
        reference="an empty app with the same rule packs",
        reference_value=empty,
    )
