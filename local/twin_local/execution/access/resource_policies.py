"""The policies of resources, as moto keeps them: of functions, queues, topics and buckets.

https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_identity-vs-resource.html
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterator, Mapping

from moto.awslambda.models import LambdaFunction, lambda_backends
from moto.s3.models import FakeBucket, s3_backends
from moto.sns.models import Topic, sns_backends
from moto.sqs.models import Queue, sqs_backends

from twin_local.execution.arns import Arn, ArnError, parse
from twin_local.iam.policy import Statement, read_policy

OWNERS_STATEMENT = "__default_statement_ID"
"""The statement that SNS itself gives a topic."""


def statements_on(resource: str) -> tuple[Statement, ...]:
    """Return every statement of the policy of a resource, none where it has no policy.

    Raises:
        PolicyMalformed: what was given is not a policy.
    """
    try:
        arn = parse(resource)
    except ArnError:
        return ()
    find = FINDERS.get(arn.service)
    return _read(find(arn), arn.text) if find else ()


def policies(account: str) -> Iterator[tuple[str, tuple[Statement, ...]]]:
    """Yield the ARN of each resource that has a policy, with its statements.

    Raises:
        PolicyMalformed: what was given is not a policy.
    """
    for arn, document in _documents(account):
        if statements := _read(document, arn):
            yield arn, statements


def unqualified(arn: str) -> str:
    """Return the ARN that policies name: `$LATEST` is the function without a qualifier."""
    return arn.removesuffix(":$LATEST")


def _documents(account: str) -> Iterator[tuple[str, str]]:
    for lambdas in list(lambda_backends[account].values()):
        for versions in list(lambdas._lambdas._functions.values()):
            yield versions["latest"].function_arn, _of_function(versions["latest"])
    for queues in list(sqs_backends[account].values()):
        for queue in list(queues.queues.values()):
            yield queue.queue_arn, _of_queue(queue)
    for topics in list(sns_backends[account].values()):
        for topic in list(topics.topics.values()):
            yield topic.arn, _of_topic(topic)
    for stores in list(s3_backends[account].values()):
        for bucket in list(stores.buckets.values()):
            yield bucket.arn, _of_bucket(bucket)


def _function(arn: Arn) -> str:
    """Return the policy of a function, which has one list for all versions."""
    functions = lambda_backends[arn.account][arn.region]._lambdas._functions
    found = functions.get(f"{arn.resource}:".split(":")[1], {}).get("latest")
    return _of_function(found) if found else ""


def _queue(arn: Arn) -> str:
    found = sqs_backends[arn.account][arn.region].queues.get(arn.resource)
    return _of_queue(found) if found else ""


def _topic(arn: Arn) -> str:
    """Return the policy of a topic, by its ARN or that of a subscription to it."""
    text = ":".join(arn.text.split(":")[:6])
    found = sns_backends[arn.account][arn.region].topics.get(text)
    return _of_topic(found) if found else ""


def _bucket(arn: Arn) -> str:
    """Return the policy of a bucket, by its ARN or that of an object: neither has an account."""
    name = arn.resource.partition("/")[0]
    place = s3_backends.bucket_accounts.get(name)
    found = s3_backends[place[1]][place[0]].buckets.get(name) if place else None
    return _of_bucket(found) if found else ""


def _of_function(function: LambdaFunction) -> str:
    statements = function.policy.statements
    return json.dumps({"Statement": statements}) if statements else ""


def _of_queue(queue: Queue) -> str:
    return str(queue.policy or "")


def _of_topic(topic: Topic) -> str:
    return str(topic.policy or "")


def _of_bucket(bucket: FakeBucket) -> str:
    return bucket.policy.decode() if bucket.policy else ""


@functools.lru_cache(maxsize=1024)
def _read(document: str, name: str) -> tuple[Statement, ...]:
    return read_policy(document, name=name) if document else ()


FINDERS: Mapping[str, Callable[[Arn], str]] = {
    "lambda": _function,
    "s3": _bucket,
    "sns": _topic,
    "sqs": _queue,
}
