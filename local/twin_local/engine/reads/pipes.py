"""How Amazon EventBridge Pipes is read back."""

from __future__ import annotations

from twin_local.engine.reads.read import Read, Reads, tags

OPERATIONS: Reads = {
    ("pipes", "CreatePipe"): (
        Read("DescribePipe", {"Name": "{q.Name}"}),
        tags({"resourceArn": "{a.Arn}"}, into="Tags"),
    ),
}
