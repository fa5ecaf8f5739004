"""How Amazon SageMaker is read back."""

from __future__ import annotations

from twin_local.engine.reads.read import Read, Reads


def _tags(arn: str) -> Read:
    return Read("ListTags", {"ResourceArn": arn}, root="Tags", into="Tags")


OPERATIONS: Reads = {
    ("sagemaker", "CreateModel"): (
        Read("DescribeModel", {"ModelName": "{q.ModelName}"}),
        _tags("{a.ModelArn}"),
    ),
    ("sagemaker", "CreateEndpointConfig"): (
        Read("DescribeEndpointConfig", {"EndpointConfigName": "{q.EndpointConfigName}"}),
        _tags("{a.EndpointConfigArn}"),
    ),
    ("sagemaker", "CreateEndpoint"): (
        Read("DescribeEndpoint", {"EndpointName": "{q.EndpointName}"}),
        _tags("{a.EndpointArn}"),
    ),
}
