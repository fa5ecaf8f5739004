"""Layers with the wheels that several functions share, one of each in a stack."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from aws_cdk import Stack
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from twin_constructs.staging import layers_of, stage_layer


def shared_layers(scope: Construct, package: str) -> Sequence[lambda_.ILayerVersion] | None:
    """Return the layers that a Lambda package needs, made at its stack's first use of each."""
    return [_layer(Stack.of(scope), shared) for shared in layers_of(package)] or None


def _layer(stack: Stack, shared: str) -> lambda_.ILayerVersion:
    construct_id = "".join(word.capitalize() for word in shared.split("_")) + "Packages"
    found = stack.node.try_find_child(construct_id)
    if found is not None:
        return cast("lambda_.ILayerVersion", found)
    return lambda_.LayerVersion(
        stack,
        construct_id,
        code=lambda_.Code.from_asset(str(stage_layer(shared))),
        compatible_runtimes=[lambda_.Runtime.PYTHON_3_14],
        compatible_architectures=[lambda_.Architecture.X86_64],
        description=f"Packages that lambda/{shared} needs",
    )
