"""Amazon EventBridge and its Scheduler."""

from __future__ import annotations

from twin_local.engine.entry import Call, Table, TypeEntry

RULE = {"Rule": "{p.Name}", "EventBusName": "{p.EventBusName}"}
REMOVE_TARGET = {**RULE, "Ids": ["{item.Id}"]}
TARGETS = Call(
    "PutTargets",
    each="Targets",
    spread=False,
    fixed={**RULE, "Targets": ["{item}"]},
    undo=Call("RemoveTargets", fixed=REMOVE_TARGET),
)

ENTRIES: Table = {
    "AWS::Events::EventBus": TypeEntry(
        service="events",
        ref="{p.Name}",
        create=(Call("CreateEventBus"),),
        delete=(Call("DeleteEventBus", fixed={"Name": "{id}"}),),
        attributes={"Arn": "{r.EventBusArn}", "Name": "{id}"},
        inert={"Policy": "who may put events is not enforced here"},
    ),
    "AWS::Events::Rule": TypeEntry(
        service="events",
        name="Name",
        ref="{p.Name}",
        create=(PUT_RULE := Call("PutRule"), TARGETS),
        update=(PUT_RULE, TARGETS),
        delete=(
            Call("RemoveTargets", each="Targets", fixed=REMOVE_TARGET),
            Call("DeleteRule", fixed={"Name": "{id}", "EventBusName": "{p.EventBusName}"}),
        ),
        attributes={"Arn": "{r.RuleArn}"},
    ),
    "AWS::Scheduler::ScheduleGroup": TypeEntry(
        service="scheduler",
        name="Name",
        ref="{p.Name}",
        create=(Call("CreateScheduleGroup"),),
        delete=(Call("DeleteScheduleGroup", fixed={"Name": "{id}"}),),
        attributes={"Arn": "{r.ScheduleGroupArn}"},
    ),
    "AWS::Scheduler::Schedule": TypeEntry(
        service="scheduler",
        name="Name",
        ref="{p.Name}",
        create=(Call("CreateSchedule"),),
        update=(Call("UpdateSchedule"),),
        delete=(Call("DeleteSchedule", fixed={"Name": "{id}", "GroupName": "{p.GroupName}"}),),
        attributes={"Arn": "{r.ScheduleArn}"},
    ),
}
