"""Match messages with the rules as they are now, and perform the actions of those that select."""

from __future__ import annotations

import logging
from dataclasses import replace
from functools import lru_cache

from moto.iot.models import FakeRule, iot_backends

from twin_local.execution import iot_bus
from twin_local.execution.access.guard import AccessDenied
from twin_local.execution.events.delivery import REFUSALS
from twin_local.execution.iot.publishing import TopicError
from twin_local.execution.iot.rules.definition import Rule, RuleError, read_rule
from twin_local.execution.iot.rules.failures import Failure, report
from twin_local.execution.iot.rules.occasion import (
    Action,
    ActionError,
    Means,
    Occasion,
    UnsupportedAction,
)
from twin_local.execution.iot.rules.strands import Strands
from twin_local.execution.iot.sql.errors import SqlError
from twin_local.execution.iot.sql.parser import parse_statement
from twin_local.execution.iot.sql.selection import select, subject_of
from twin_local.execution.iot_bus import Message, Subscription

LOG = logging.getLogger(__name__)
FILTERS = ("#", "$aws/#")
REFUSED = (RuleError, UnsupportedAction, SqlError)
ACTION_ERRORS = (*REFUSALS, ActionError, TopicError, iot_bus.BusError, AccessDenied)


class RuleEngine:
    """Listens to all messages of one account and region."""

    def __init__(self, *, means: Means, account: str, region: str) -> None:
        self._means = means
        self._account = account
        self._region = region
        self._strands = Strands()
        self._subscriptions: list[Subscription] = []

    def start(self) -> None:
        """Begin to listen."""
        self._subscriptions = [iot_bus.subscribe(one, self._receive) for one in FILTERS]

    def close(self) -> None:
        """Stop listening."""
        for subscription in self._subscriptions:
            subscription.close()
        self._strands.close()

    def _receive(self, message: Message) -> None:
        rules = iot_backends[self._account][self._region].rules
        if message.topic.startswith(iot_bus.BASIC_INGEST):
            name = message.topic.removeprefix(iot_bus.BASIC_INGEST).partition("/")[0]
            if name in rules and not rules[name].rule_disabled:
                self._offer(rules[name], replace(message, topic=iot_bus.counted(message.topic)))
            return
        for stored in list(rules.values()):
            topic_filter = _topic_filter(stored.sql)
            if stored.rule_disabled or topic_filter is None:
                continue
            if iot_bus.matches(topic_filter, message.topic):
                self._offer(stored, message)

    def _offer(self, stored: FakeRule, message: Message) -> None:
        """Queue a message for a rule as the rule is now."""
        try:
            rule = read_rule(
                sql=stored.sql,
                version=stored.aws_iot_sql_version,
                actions=stored.actions,
                error_action=stored.error_action,
            )
        except REFUSED as error:
            LOG.error("rule %s cannot be run: %s", stored.rule_name, error)
            return
        name = stored.rule_name
        self._strands.submit(stored.arn, lambda: self._run(name, rule, message))

    def _run(self, name: str, rule: Rule, message: Message) -> None:
        subject = subject_of(message)
        payload = select(rule.statement, subject, message.payload)
        if payload is None:
            return
        occasion = Occasion(name, self._account, self._region, subject, payload)
        tried = [self._try(action, occasion) for action in rule.actions]
        failures = [failure for failure in tried if failure is not None]
        if failures and rule.error_action is not None:
            told = Occasion(
                name, self._account, self._region, subject, report(name, message, failures)
            )
            self._try(rule.error_action, told)

    def _try(self, action: Action, occasion: Occasion) -> Failure | None:
        """Perform an action; return why it failed, None if it did not."""
        resource = action.resource.fill(occasion.subject)
        try:
            action.perform(occasion, self._means)
        except ACTION_ERRORS as error:
            reason = str(getattr(error, "message", "") or error)
            LOG.error("rule %s: %s on %s failed: %s", occasion.rule, action.kind, resource, reason)
            return Failure(action.kind, resource, reason)
        return None


@lru_cache(maxsize=1024)
def _topic_filter(sql: str) -> str | None:
    """Return the filter of a statement; None, said once, if it cannot be run."""
    try:
        return parse_statement(sql).topic_filter
    except SqlError as error:
        LOG.error("a rule's statement cannot be run: %s", error)
        return None
