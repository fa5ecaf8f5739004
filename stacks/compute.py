"""Where container jobs of a site run."""

from __future__ import annotations

from aws_cdk import Fn, Stack
from constructs import Construct

from twin_constructs.batch_queue import BatchQueue


class ComputeStack(Stack):
    """One queue of Fargate Spot for all planes of a site; it costs nothing while it is empty."""

    def __init__(self, scope: Construct, construct_id: str) -> None:
        super().__init__(scope, construct_id)
        self.queue = BatchQueue(self, "Jobs").queue

    @property
    def availability_zones(self) -> list[str]:
        """Return two zones of the region, named at deployment: synth asks no account for them."""
        return [Fn.select(index, Fn.get_azs()) for index in (0, 1)]
