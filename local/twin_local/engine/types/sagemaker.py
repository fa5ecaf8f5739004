"""Amazon SageMaker: models and endpoints."""

from __future__ import annotations

from twin_local.engine.entry import Call, Table, TypeEntry
from twin_local.engine.types.tagging import tagging

TAGGING = tagging(
    "AddTags",
    "DeleteTags",
    where={"ResourceArn": "{id}"},
)
HEALTHY_SECONDS = 300.0
"""How long servers may take to answer: each has two minutes."""

ENTRIES: Table = {
    "AWS::SageMaker::Model": TypeEntry(
        service="sagemaker",
        name="ModelName",
        name_limit=63,
        ref="{r.ModelArn}",
        create=(Call("CreateModel"),),
        update=(TAGGING,),
        delete=(Call("DeleteModel", fixed={"ModelName": "{p.ModelName}"}),),
        attributes={"ModelArn": "{id}", "ModelName": "{p.ModelName}"},
        inert={
            "EnableNetworkIsolation": "a model is a process of this machine, with its network",
            "InferenceExecutionConfig": "a model has one container",
        },
    ),
    "AWS::SageMaker::EndpointConfig": TypeEntry(
        service="sagemaker",
        name="EndpointConfigName",
        name_limit=63,
        ref="{r.EndpointConfigArn}",
        create=(Call("CreateEndpointConfig"),),
        update=(TAGGING,),
        delete=(
            Call("DeleteEndpointConfig", fixed={"EndpointConfigName": "{p.EndpointConfigName}"}),
        ),
        attributes={
            "EndpointConfigArn": "{id}",
            "EndpointConfigName": "{p.EndpointConfigName}",
        },
        inert={
            "EnableNetworkIsolation": "a model is a process of this machine, with its network",
            "ExecutionRoleArn": "a server has the role of its model",
            "ExplainerConfig": "answers are not explained",
            "MetricsConfig": "endpoints have no metrics",
            "ShadowProductionVariants": "requests are not sent to a second model",
            "VpcConfig": "a model is a process of this machine, with its network",
        },
    ),
    "AWS::SageMaker::Endpoint": TypeEntry(
        service="sagemaker",
        name="EndpointName",
        name_limit=63,
        ref="{r.EndpointArn}",
        create=(Call("CreateEndpoint"),),
        update=(
            Call(
                "UpdateEndpoint",
                takes=("EndpointConfigName",),
                fixed={"EndpointName": "{p.EndpointName}"},
            ),
            TAGGING,
        ),
        delete=(Call("DeleteEndpoint", fixed={"EndpointName": "{p.EndpointName}"}),),
        read=Call("DescribeEndpoint", fixed={"EndpointName": "{p.EndpointName}"}),
        settled="{r.EndpointStatus}",
        settle_seconds=HEALTHY_SECONDS,
        attributes={"EndpointArn": "{id}", "EndpointName": "{p.EndpointName}"},
        inert={
            "DeploymentConfig": "all servers of an endpoint change at once",
            "ExcludeRetainedVariantProperties": "the number of instances has no effect",
            "RetainAllVariantProperties": "the number of instances has no effect",
            "RetainDeploymentConfig": "all servers of an endpoint change at once",
        },
    ),
}
