"""S3 and DynamoDB: what is too large, too many or too long is refused, what just fits is taken."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from tests.integration.execution.refusals import Refuse
from twin_local.execution.plant import Execution

Client = Callable[[str], Any]
BUCKET, TABLE = "limits", "limits"
KIB, MIB = 1024, 1024 * 1024


@pytest.fixture(scope="module", autouse=True)
def stores(aws: Execution, unchecked: Client) -> None:
    unchecked("s3").create_bucket(Bucket=BUCKET)
    unchecked("dynamodb").create_table(
        TableName=TABLE,
        KeySchema=[
            {"AttributeName": "p", "KeyType": "HASH"},
            {"AttributeName": "s", "KeyType": "RANGE"},
        ],
        AttributeDefinitions=[
            {"AttributeName": "p", "AttributeType": "S"},
            {"AttributeName": "s", "AttributeType": "S"},
        ],
        BillingMode="PAY_PER_REQUEST",
    )


def put_object(**settings: Any) -> tuple[str, Mapping[str, Any]]:
    return "put_object", {"Bucket": BUCKET, "Key": "k", "Body": b"", **settings}


OBJECTS: dict[str, tuple[tuple[str, Mapping[str, Any]], str, int]] = {
    "key of 1,025 bytes": (put_object(Key="é" * 512 + "k"), "KeyTooLongError", 400),
    "metadata over 2 KB": (put_object(Metadata={"a": "x" * 2048}), "MetadataTooLarge", 400),
    "1,001 keys to delete": (
        (
            "delete_objects",
            {"Bucket": BUCKET, "Delete": {"Objects": [{"Key": str(i)} for i in range(1001)]}},
        ),
        "MalformedXML",
        400,
    ),
    "11 tags": (put_object(Tagging="&".join(f"k{i}=v" for i in range(11))), "BadRequest", 400),
    "name in upper case": (("create_bucket", {"Bucket": "Upper"}), "InvalidBucketName", 400),
    "name of 2 characters": (("create_bucket", {"Bucket": "ab"}), "InvalidBucketName", 400),
    "no such key": (("get_object", {"Bucket": BUCKET, "Key": "none"}), "NoSuchKey", 404),
    "no such bucket": (("get_object", {"Bucket": "no-bucket", "Key": "k"}), "NoSuchBucket", 404),
    "no such upload": (
        (
            "complete_multipart_upload",
            {
                "Bucket": BUCKET,
                "Key": "k",
                "UploadId": "none",
                "MultipartUpload": {"Parts": [{"PartNumber": 1, "ETag": "x"}]},
            },
        ),
        "NoSuchUpload",
        404,
    ),
}


@pytest.mark.parametrize("case", OBJECTS)
def test_objects(refuse: Refuse, case: str) -> None:
    (operation, parameters), code, status = OBJECTS[case]
    refusal = refuse("s3", operation, parameters)
    assert (refusal.code, refusal.status) == (code, status)


def test_the_longest_key_and_metadata_are_taken(client: Client) -> None:
    key = "k" * 1024
    client("s3").put_object(Bucket=BUCKET, Key=key, Body=b"", Metadata={"a": "x" * 2047})
    assert client("s3").head_object(Bucket=BUCKET, Key=key)["Metadata"] == {"a": "x" * 2047}


@pytest.mark.parametrize("number", [0, 10_001])
def test_part_numbers_go_from_1_to_10000(client: Client, refuse: Refuse, number: int) -> None:
    upload = client("s3").create_multipart_upload(Bucket=BUCKET, Key="m")["UploadId"]
    named = {"Bucket": BUCKET, "Key": "m", "UploadId": upload, "Body": b"x"}
    assert refuse("s3", "upload_part", {**named, "PartNumber": number}).code == "InvalidArgument"
    client("s3").upload_part(**named, PartNumber=10_000)


@pytest.mark.parametrize(
    ("order", "code"), [((1, 2), "EntityTooSmall"), ((2, 1), "InvalidPartOrder")]
)
def test_parts_have_5_mib_and_an_order(
    client: Client, refuse: Refuse, order: tuple[int, ...], code: str
) -> None:
    upload = client("s3").create_multipart_upload(Bucket=BUCKET, Key="m")["UploadId"]
    named = {"Bucket": BUCKET, "Key": "m", "UploadId": upload}
    tags = {
        number: client("s3").upload_part(**named, PartNumber=number, Body=b"x")["ETag"]
        for number in (1, 2)
    }
    parts = [{"PartNumber": number, "ETag": tags[number]} for number in order]
    request: dict[str, Any] = {**named, "MultipartUpload": {"Parts": parts}}
    assert refuse("s3", "complete_multipart_upload", request).code == code


def test_a_page_has_at_most_1000_keys(client: Client) -> None:
    for index in range(3):
        client("s3").put_object(Bucket=BUCKET, Key=f"page/{index}", Body=b"")
    page = client("s3").list_objects_v2(Bucket=BUCKET, Prefix="page/", MaxKeys=5000)
    assert (page["MaxKeys"], page["KeyCount"]) == (1000, 3)


def item(p: str, s: str = "s", **more: Any) -> dict[str, Any]:
    return {"p": {"S": p}, "s": {"S": s}, **more}


def text(size: int) -> dict[str, str]:
    return {"S": "x" * size}


def nested(depth: int) -> Any:
    return json.loads('{"L":[' * depth + '{"S":"x"}' + "]}" * depth)


def put(**more: Any) -> tuple[str, Mapping[str, Any]]:
    return "put_item", {"TableName": TABLE, "Item": item("a", **more)}


def writes(number: int) -> tuple[str, Mapping[str, Any]]:
    requests = [{"PutRequest": {"Item": item(str(i))}} for i in range(number)]
    return "batch_write_item", {"RequestItems": {TABLE: requests}}


def puts(number: int, size: int) -> tuple[str, Mapping[str, Any]]:
    made = [
        {"Put": {"TableName": TABLE, "Item": item(str(i), x=text(size))}} for i in range(number)
    ]
    return "transact_write_items", {"TransactItems": made}


GETS = [{"Get": {"TableName": TABLE, "Key": item(str(i))}} for i in range(101)]
KEYS = [item(str(i)) for i in range(101)]
ITEMS: dict[str, tuple[tuple[str, Mapping[str, Any]], str]] = {
    "item over 400 KB": (put(x=text(400 * KIB)), "Item size has exceeded"),
    "update over 400 KB": (
        (
            "update_item",
            {
                "TableName": TABLE,
                "Key": item("u"),
                "UpdateExpression": "SET x = :x",
                "ExpressionAttributeValues": {":x": text(410_000)},
            },
        ),
        "Item size to update has exceeded",
    ),
    "partition key over 2,048 bytes": (
        ("put_item", {"TableName": TABLE, "Item": item("p" * 2049)}),
        "2048 bytes",
    ),
    "sort key over 1,024 bytes": (
        ("put_item", {"TableName": TABLE, "Item": item("p", "s" * 1025)}),
        "1024 bytes",
    ),
    "empty key": (("put_item", {"TableName": TABLE, "Item": item("")}), "empty string"),
    "26 writes": (writes(26), "less than or equal to 25"),
    "no write": (writes(0), "greater than or equal to 1"),
    "101 reads": (
        ("batch_get_item", {"RequestItems": {TABLE: {"Keys": KEYS}}}),
        "less than or equal to 100",
    ),
    "transaction of 101 writes": (puts(101, 1), "less than or equal to 100"),
    "transaction of 101 reads": (
        ("transact_get_items", {"TransactItems": GETS}),
        "less than or equal to 100",
    ),
    "transaction over 4 MB": (puts(11, 390_000), "cannot exceed 4MB"),
    "expression over 4 KB": (
        (
            "put_item",
            {
                "TableName": TABLE,
                "Item": item("e"),
                "ConditionExpression": f"attribute_not_exists({'a' * 4096})",
            },
        ),
        "Expression size has exceeded",
    ),
    "33 levels": (put(x=nested(33)), "Nesting Levels"),
    "39 digits": (put(x={"N": "1" * 39}), "38 significant digits"),
    "empty set": (put(x={"SS": []}), "may not be empty"),
}


@pytest.mark.parametrize("case", ITEMS)
def test_items(refuse: Refuse, case: str) -> None:
    (operation, parameters), words = ITEMS[case]
    refusal = refuse("dynamodb", operation, parameters)
    assert (refusal.status, refusal.code) == (400, "ValidationException")
    assert words in refusal.message


def test_what_just_fits_is_taken(client: Client) -> None:
    around = len("p" + "a" + "s" + "s" + "x")
    largest = item("a", x=text(400 * KIB - around))
    api = client("dynamodb")
    api.put_item(TableName=TABLE, Item=largest)
    api.transact_get_items(TransactItems=GETS[:100])
    api.put_item(TableName=TABLE, Item=item("d", x=nested(32), n={"N": "1" * 38}))
    api.put_item(TableName=TABLE, Item=item("z", n={"N": "1" + "0" * 100}))
    operation, request = writes(25)
    assert getattr(api, operation)(**request)["UnprocessedItems"] == {}
    assert api.get_item(TableName=TABLE, Key=item("a"))["Item"] == largest
