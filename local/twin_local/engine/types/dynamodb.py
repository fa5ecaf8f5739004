"""Amazon DynamoDB."""

from __future__ import annotations

from twin_local.engine.entry import Call, Table, TypeEntry
from twin_local.engine.errors import DroppedPropertyError
from twin_local.engine.json_value import Properties

TABLE = {"TableName": "{id}"}
NAMES = {"SSESpecification.SSEEnabled": "Enabled"}
ATTRIBUTES = {
    "Arn": "{r.Table.TableArn}",
    "StreamArn": "{r.Table.LatestStreamArn}",
}
RECOVERY = "PointInTimeRecoverySpecification"
PER_REPLICA_ELSEWHERE = frozenset({"Region", RECOVERY})
UPDATABLE = (
    "BillingMode",
    "DeletionProtectionEnabled",
    "ProvisionedThroughput",
    "SSESpecification",
    "StreamSpecification",
    "TableClass",
)


def _table(given: Properties, _: Properties) -> Properties:
    stream = given.get("StreamSpecification")
    enabled = {"StreamSpecification": {**stream, "StreamEnabled": True}} if stream else {}
    return {**given, **enabled}


def _global_table(given: Properties, known: Properties) -> Properties:
    """Return a global table of one region as the table it is."""
    replica = _replica(given)
    own = {key: value for key, value in replica.items() if key not in PER_REPLICA_ELSEWHERE}
    rest = {key: value for key, value in given.items() if key != "Replicas"}
    return _table({**rest, **own}, known)


def _replica(given: Properties) -> Properties:
    replicas = given.get("Replicas", [{}])
    if len(replicas) != 1:
        raise DroppedPropertyError(
            "a table with replicas in other regions",
            found=", ".join(str(replica.get("Region")) for replica in replicas),
            expected="one region",
        )
    replica: Properties = replicas[0]
    return replica


def _recovery(given: Properties, _: Properties) -> Properties:
    specification = _replica(given).get(RECOVERY)
    return {RECOVERY: specification or {"PointInTimeRecoveryEnabled": False}}


def _index_calls() -> Call:
    return Call(
        "UpdateTable",
        each="GlobalSecondaryIndexes",
        takes=("AttributeDefinitions",),
        spread=False,
        only_new=True,
        fixed={
            **TABLE,
            "AttributeDefinitions": "{p.AttributeDefinitions}",
            "GlobalSecondaryIndexUpdates": [{"Create": "{item}"}],
        },
        undo=Call(
            "UpdateTable",
            fixed={
                **TABLE,
                "GlobalSecondaryIndexUpdates": [{"Delete": {"IndexName": "{item.IndexName}"}}],
            },
        ),
    )


EXPIRY = Call(
    "UpdateTimeToLive",
    takes=("TimeToLiveSpecification",),
    fixed=TABLE,
)
DELETE = (
    Call("UpdateTable", fixed={**TABLE, "DeletionProtectionEnabled": False}),
    Call("DeleteTable", fixed=TABLE),
)
READ = Call("DescribeTable", fixed=TABLE)

ENTRIES: Table = {
    "AWS::DynamoDB::Table": TypeEntry(
        service="dynamodb",
        name="TableName",
        name_limit=255,
        ref="{p.TableName}",
        create=(
            Call("CreateTable", names=NAMES, reshape=_table),
            Call("UpdateContinuousBackups", takes=(RECOVERY,), fixed=TABLE),
            EXPIRY,
        ),
        update=(
            Call(
                "UpdateTable",
                takes=UPDATABLE,
                names=NAMES,
                fixed=TABLE,
                reshape=_table,
                partial=True,
            ),
            _index_calls(),
            Call(
                "UpdateContinuousBackups",
                takes=(RECOVERY,),
                fixed=TABLE,
                undo=Call(
                    "UpdateContinuousBackups",
                    fixed={**TABLE, RECOVERY: {"PointInTimeRecoveryEnabled": False}},
                ),
            ),
            EXPIRY,
        ),
        delete=DELETE,
        read=READ,
        attributes=ATTRIBUTES,
    ),
    "AWS::DynamoDB::GlobalTable": TypeEntry(
        service="dynamodb",
        name="TableName",
        name_limit=255,
        ref="{p.TableName}",
        create=(
            Call(
                "CreateTable",
                takes=(
                    "AttributeDefinitions",
                    "BillingMode",
                    "GlobalSecondaryIndexes",
                    "KeySchema",
                    "LocalSecondaryIndexes",
                    "Replicas",
                    "SSESpecification",
                    "StreamSpecification",
                    "TableName",
                ),
                names=NAMES,
                reshape=_global_table,
            ),
            Call("UpdateContinuousBackups", takes=("Replicas",), fixed=TABLE, reshape=_recovery),
            EXPIRY,
        ),
        update=(
            Call(
                "UpdateTable",
                takes=(*UPDATABLE, "Replicas"),
                names=NAMES,
                fixed=TABLE,
                reshape=_global_table,
                partial=True,
            ),
            _index_calls(),
            Call("UpdateContinuousBackups", takes=("Replicas",), fixed=TABLE, reshape=_recovery),
            EXPIRY,
        ),
        delete=DELETE,
        read=READ,
        attributes={**ATTRIBUTES, "TableId": "{r.Table.TableId}"},
        inert={"WriteOnDemandThroughputSettings": "throughput is not limited here"},
    ),
}
