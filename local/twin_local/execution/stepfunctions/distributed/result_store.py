"""Write the result files of a Map Run to S3, under the state machine's role."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError
from moto.stepfunctions.parser.asl.eval.environment import Environment

from twin_local.execution import in_process
from twin_local.execution.stepfunctions.distributed.map_run import MapRun
from twin_local.execution.stepfunctions.distributed.results import (
    ChildResult,
    manifest,
    result_files,
)
from twin_local.execution.stepfunctions.distributed.settings import WriterSettings
from twin_local.execution.stepfunctions.failures import map_failure
from twin_local.execution.stepfunctions.templates import evaluate


@dataclass(frozen=True)
class ResultStore:
    """Where a ResultWriter writes."""

    env: Environment
    writer: WriterSettings
    is_jsonata: bool

    def write(self, run: MapRun, results: list[ChildResult]) -> dict[str, Any]:
        """Write the files and their manifest; return the state's result.

        Raises:
            FailureEventException: `States.ResultWriterFailed`, with what S3 says.
        """
        arguments = evaluate(self.writer.arguments, self.env, is_jsonata=self.is_jsonata)
        bucket, prefix = arguments["Bucket"], str(arguments.get("Prefix") or "")
        folder = f"{prefix.rstrip('/')}/" if prefix else ""
        folder += f"{run.arn.rpartition(':')[2]}/"
        files = result_files(results, self.writer)
        details = self.env.aws_execution_details
        s3 = in_process.client("s3", details.region, details.role_arn)
        key = f"{folder}manifest.json"
        try:
            for file in files:
                s3.put_object(
                    Bucket=bucket,
                    Key=f"{folder}{file.name}",
                    Body=file.body,
                    ContentType=file.media_type,
                )
            body = manifest(bucket, run.arn, folder, files)
            s3.put_object(Bucket=bucket, Key=key, Body=body, ContentType="application/json")
        except ClientError as error:
            cause = f"{error.response['Error']['Code']}: {error.response['Error']['Message']}"
            raise map_failure(self.env, "States.ResultWriterFailed", cause) from error
        run.results_written = sum(1 for one in results if one.group != "PENDING")
        return {"MapRunArn": run.arn, "ResultWriterDetails": {"Bucket": bucket, "Key": key}}
