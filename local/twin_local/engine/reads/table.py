"""How every operation of the resource table is read back."""

from __future__ import annotations

from twin_local.engine.reads import (
    apigateway,
    appsync,
    batch,
    cloudfront,
    cognito,
    dynamodb,
    ec2,
    ecr,
    events,
    iam,
    iot,
    lambda_,
    management,
    messaging,
    s3,
    sitewise,
    stepfunctions,
    twinmaker,
)
from twin_local.engine.reads.read import Reads

READS: Reads = {
    operation: reads
    for module in (
        apigateway,
        appsync,
        batch,
        cloudfront,
        cognito,
        dynamodb,
        ec2,
        ecr,
        events,
        iam,
        iot,
        lambda_,
        management,
        messaging,
        s3,
        sitewise,
        stepfunctions,
        twinmaker,
    )
    for operation, reads in module.READS.items()
}
