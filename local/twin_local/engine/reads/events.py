"""How Amazon EventBridge and its Scheduler is read back."""

from __future__ import annotations

from twin_local.engine.reads.read import Read, Reads, tags

RULE = {"Rule": "{q.Rule}", "EventBusName": "{q.EventBusName}"}


OPERATIONS: Reads = {
    ("events", "CreateEventBus"): (
        Read("DescribeEventBus", {"Name": "{q.Name}"}),
        tags({"ResourceARN": "{a.EventBusArn}"}, root="Tags", into="Tags"),
    ),
    ("events", "PutRule"): (
        Read("DescribeRule", {"Name": "{q.Name}", "EventBusName": "{q.EventBusName}"}),
        tags({"ResourceARN": "{a.RuleArn}"}, root="Tags", into="Tags"),
    ),
    ("events", "PutTargets"): (Read("ListTargetsByRule", RULE, root="Targets", into="Targets"),),
    ("scheduler", "CreateSchedule"): (
        Read("GetSchedule", {"Name": "{q.Name}", "GroupName": "{q.GroupName}"}),
    ),
    ("scheduler", "CreateScheduleGroup"): (Read("GetScheduleGroup", {"Name": "{q.Name}"}),),
}
