"""How AWS AppSync is read back."""

from __future__ import annotations

from twin_local.engine.reads.read import Read, Reads

OPERATIONS: Reads = {
    ("appsync", "CreateApi"): (Read("GetApi", {"apiId": "{a.api.apiId}"}, root="api"),),
    ("appsync", "CreateChannelNamespace"): (
        Read("ListChannelNamespaces", {"apiId": "{q.apiId}"}, root="channelNamespaces"),
    ),
}
