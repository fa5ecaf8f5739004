"""A queue behind a rule of the default bus: what services tell, as a rule receives it."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.integration.execution.conftest import OPEN

Json = dict[str, Any]


@dataclass
class EventQueue:
    """What a rule has received so far."""

    sqs: Any
    url: str
    received: list[Json] = field(default_factory=list)

    def details(self, enough: Callable[[list[Json]], bool]) -> list[Json]:
        """Return the details of the events, by their time, once there are enough."""
        for _ in range(400):
            answer = self.sqs.receive_message(QueueUrl=self.url, MaxNumberOfMessages=10)
            for message in answer.get("Messages", []):
                self.received.append(json.loads(message["Body"])["detail"])
                self.sqs.delete_message(QueueUrl=self.url, ReceiptHandle=message["ReceiptHandle"])
            if enough(self.received):
                return self.received
            time.sleep(0.05)
        raise AssertionError(f"only {self.received}")


@contextmanager
def listening(client: Callable[[str], Any], pattern: Json) -> Iterator[EventQueue]:
    """Give the queue of a rule with a pattern."""
    sqs, events, name = client("sqs"), client("events"), f"heard-{uuid.uuid4()}"
    url = sqs.create_queue(QueueName=name, Attributes=OPEN)["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]
    events.put_rule(Name=name, EventPattern=json.dumps(pattern))
    events.put_targets(Rule=name, Targets=[{"Id": "1", "Arn": arn["QueueArn"]}])
    yield EventQueue(sqs, url)
    events.remove_targets(Rule=name, Ids=["1"])
    events.delete_rule(Name=name)
    sqs.delete_queue(QueueUrl=url)
