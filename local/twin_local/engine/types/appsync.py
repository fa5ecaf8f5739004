"""AWS AppSync Events."""

from __future__ import annotations

from twin_local.engine.entry import Call, Table, TypeEntry

API = {"apiId": "{r.api.apiId}"}
NAMESPACE = {"apiId": "{p.ApiId}", "name": "{p.Name}"}

ENTRIES: Table = {
    "AWS::AppSync::Api": TypeEntry(
        service="appsync",
        ref="{r.api.apiArn}",
        create=(Call("CreateApi"),),
        update=(Call("UpdateApi", fixed=API),),
        delete=(Call("DeleteApi", fixed=API),),
        attributes={
            "ApiId": "{r.api.apiId}",
            "ApiArn": "{r.api.apiArn}",
            "Dns.Http": "{r.api.dns.HTTP}",
            "Dns.Realtime": "{r.api.dns.REALTIME}",
        },
    ),
    "AWS::AppSync::ChannelNamespace": TypeEntry(
        service="appsync",
        ref="{r.channelNamespace.channelNamespaceArn}",
        create=(Call("CreateChannelNamespace"),),
        update=(Call("UpdateChannelNamespace"),),
        delete=(Call("DeleteChannelNamespace", fixed=NAMESPACE),),
        attributes={"ChannelNamespaceArn": "{r.channelNamespace.channelNamespaceArn}"},
    ),
}
