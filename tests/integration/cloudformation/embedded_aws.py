"""An embedded AWS as a process of its own, and the CDK's command line before it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import sysconfig
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

from tests.integration.cloudformation.sample_app import ACCOUNT, REGION
from twin_local.testing.ports import free_ports

ROOT = Path(__file__).resolve().parents[3]
DOCKER = Path(sysconfig.get_path("scripts")) / "twin-docker"
START_SECONDS = 60
CDK_SECONDS = 240


@dataclass
class EmbeddedAws:
    """One embedded AWS; it can be killed and started again over its state."""

    state: Path
    base: int = field(default_factory=free_ports)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The endpoint; with this name the CDK finds buckets in the path."""
        return f"http://localhost:{self.base + 1}"

    def start(self) -> None:
        """Start and wait for the first answer."""
        options = {
            "--account": ACCOUNT,
            "--region": REGION,
            "--state-dir": str(self.state),
            "--build-dir": str(ROOT / ".build"),
            "--repository-root": str(ROOT),
            "--port-base": str(self.base),
        }
        arguments = [part for option in options.items() for part in option]
        self.state.mkdir(parents=True, exist_ok=True)
        with (self.state / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "twin_local.server", *arguments],
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            assert time.monotonic() < deadline, (self.state / "log").read_text(encoding="utf-8")
            time.sleep(0.1)

    def _answers(self) -> bool:
        try:
            urllib.request.urlopen(f"{self.url}/_twin/health", timeout=5).close()
        except (urllib.error.URLError, ConnectionError):
            return False
        return True

    def end(self, number: signal.Signals = signal.SIGTERM) -> None:
        """End the process."""
        if self.process is not None:
            self.process.send_signal(number)
            self.process.wait(60)
            self.process = None

    def client(self, service: str) -> Any:  # noqa: ANN401 - any boto3 client
        """Return a client of one service."""
        create: Any = boto3.client
        return create(
            service,
            endpoint_url=self.url,
            region_name=REGION,
            aws_access_key_id="local",
            aws_secret_access_key="local",
            config=Config(
                inject_host_prefix=False,
                retries={"total_max_attempts": 1},
                s3={"addressing_style": "path"},
            ),
        )

    def cdk(self, *arguments: str, assembly: Path, code: int = 0) -> str:
        """Run the CDK's command line on an assembly and return what it printed."""
        environment = {
            **{name: value for name, value in os.environ.items() if name != "AWS_PROFILE"},
            "AWS_ENDPOINT_URL": self.url,
            "AWS_ACCESS_KEY_ID": "local",
            "AWS_SECRET_ACCESS_KEY": "local",
            "AWS_REGION": REGION,
            "AWS_DISABLE_HOST_PREFIX_INJECTION": "true",
            "CDK_DISABLE_CLI_TELEMETRY": "true",
            "CDK_DOCKER": str(DOCKER),
            "CI": "true",
            "NO_COLOR": "1",
        }
        command = ["npx", "--no-install", "aws-cdk", *arguments, "--app", str(assembly)]
        done = subprocess.run(
            [*command, "--no-notices", "--progress", "events"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=CDK_SECONDS,
            check=False,
        )
        assert done.returncode == code, done.stdout
        return done.stdout

    def outputs(self, stack: str) -> dict[str, str]:
        """Return the outputs of a stack."""
        [found] = self.client("cloudformation").describe_stacks(StackName=stack)["Stacks"]
        return {one["OutputKey"]: one["OutputValue"] for one in found.get("Outputs", [])}

    def everything(self) -> dict[str, list[str]]:
        """Return the names of what exists, by kind, without what every account has."""
        return {
            kind: sorted(str(one[name] if name else one) for one in found)
            for kind, name, found in self._listings()
        }

    def _listings(self) -> list[tuple[str, str, Any]]:
        call = self.client
        batch = call("batch")
        definitions = batch.describe_job_definitions(status="ACTIVE")
        vpcs = call("ec2").describe_vpcs()["Vpcs"]
        return [
            ("alarms", "AlarmName", call("cloudwatch").describe_alarms()["MetricAlarms"]),
            ("asset models", "id", call("iotsitewise").list_asset_models()["assetModelSummaries"]),
            ("buckets", "Name", call("s3").list_buckets()["Buckets"]),
            ("channels", "apiId", call("appsync").list_apis()["apis"]),
            ("components", "arn", call("greengrassv2").list_components()["components"]),
            ("definitions", "jobDefinitionArn", definitions["jobDefinitions"]),
            ("environments", "", batch.describe_compute_environments()["computeEnvironments"]),
            ("functions", "FunctionName", call("lambda").list_functions()["Functions"]),
            ("job queues", "jobQueueName", batch.describe_job_queues()["jobQueues"]),
            ("log groups", "logGroupName", call("logs").describe_log_groups()["logGroups"]),
            ("machines", "name", call("stepfunctions").list_state_machines()["stateMachines"]),
            ("parameters", "Name", call("ssm").describe_parameters()["Parameters"]),
            ("policies", "PolicyName", call("iam").list_policies(Scope="Local")["Policies"]),
            ("pools", "Id", call("cognito-idp").list_user_pools(MaxResults=60)["UserPools"]),
            ("queues", "", call("sqs").list_queues().get("QueueUrls", [])),
            ("repositories", "repositoryName", call("ecr").describe_repositories()["repositories"]),
            ("rest apis", "id", call("apigateway").get_rest_apis()["items"]),
            ("roles", "RoleName", call("iam").list_roles()["Roles"]),
            ("rules", "Name", call("events").list_rules()["Rules"]),
            ("schedules", "Name", call("scheduler").list_schedules()["Schedules"]),
            ("tables", "", call("dynamodb").list_tables()["TableNames"]),
            ("things", "thingName", call("iot").list_things()["things"]),
            ("topic rules", "ruleName", call("iot").list_topic_rules()["rules"]),
            ("topics", "TopicArn", call("sns").list_topics()["Topics"]),
            ("vpcs", "VpcId", [one for one in vpcs if not one["IsDefault"]]),
            ("workspaces", "arn", call("iottwinmaker").list_workspaces()["workspaceSummaries"]),
            *self._distributions(),
        ]

    def _distributions(self) -> list[tuple[str, str, Any]]:
        found = self.client("cloudfront").list_distributions()["DistributionList"]
        return [("distributions", "Id", found.get("Items", []))]

    def answer_of(self, function: str) -> object:
        """Call a function and return what it answers."""
        answer = self.client("lambda").invoke(FunctionName=function)
        return json.loads(answer["Payload"].read())
