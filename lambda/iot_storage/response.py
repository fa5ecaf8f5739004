"""The answer to CloudFormation: a JSON document, put to the address that the request names."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import urllib3

LONGEST_REASON = 1_000
"""The whole answer may have 4,096 bytes."""

RETRIES = urllib3.Retry(3, backoff_factor=0.5, status_forcelist=(500, 502, 503, 504))


@dataclass(frozen=True)
class Answer:
    """What came of a request; `data` is what `Fn::GetAtt` gives."""

    failed: bool = False
    reason: str = ""
    data: Mapping[str, str] = field(default_factory=dict)


def send(event: Mapping[str, Any], answer: Answer) -> None:
    """Put the answer; the presigned address takes no content type."""
    body = {
        "Status": "FAILED" if answer.failed else "SUCCESS",
        "Reason": answer.reason[:LONGEST_REASON],
        "PhysicalResourceId": event.get("PhysicalResourceId") or event["LogicalResourceId"],
        "StackId": event["StackId"],
        "RequestId": event["RequestId"],
        "LogicalResourceId": event["LogicalResourceId"],
        "Data": dict(answer.data),
    }
    with urllib3.PoolManager(retries=RETRIES, timeout=10) as pool:
        told = pool.request(
            "PUT",
            event["ResponseURL"],
            body=json.dumps(body).encode(),
            headers={"Content-Type": ""},
        )
    if told.status >= 300:
        raise ConnectionError(f"CloudFormation did not take the answer: {told.status}")
