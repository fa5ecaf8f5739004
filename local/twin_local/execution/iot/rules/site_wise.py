"""The action `iotSiteWise`: a message becomes values of asset properties.

All parameters are strings; each may have substitutions. What they give is what
BatchPutAssetPropertyValue takes, and what it does not take goes to the rule's error action.
https://docs.aws.amazon.com/iot/latest/developerguide/iotsitewise-rule-action.html
https://docs.aws.amazon.com/iot-sitewise/latest/userguide/configure-rule-action.html
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from twin_local.execution import in_process
from twin_local.execution.iot.rules.occasion import (
    ActionError,
    Means,
    Occasion,
    UnsupportedAction,
)
from twin_local.execution.iot.sql.evaluation import Subject
from twin_local.execution.iot.sql.templates import Template, parse_template

ENTRIES = "putAssetPropertyValueEntries"
TARGETS = ("propertyAlias", "assetId", "propertyId")
BOOLEANS = {"true": True, "false": False}


def _boolean(text: str) -> bool:
    if text.lower() not in BOOLEANS:
        raise ValueError(f"{text!r} is neither true nor false")
    return BOOLEANS[text.lower()]


TYPES: Mapping[str, Callable[[str], Any]] = {
    "stringValue": str,
    "integerValue": int,
    "doubleValue": float,
    "booleanValue": _boolean,
}


@dataclass(frozen=True)
class ValueTemplates:
    """One value of an entry; `kind` is its member, such as `doubleValue`."""

    kind: str
    value: Template
    seconds: Template
    nanos: Template | None
    quality: Template | None

    def fill(self, subject: Subject) -> dict[str, Any]:
        """Return it as BatchPutAssetPropertyValue takes it.

        Raises:
            ActionError: a text is not what the member must be.
        """
        timestamp = {"timeInSeconds": _read(int, self.seconds.fill(subject), "timeInSeconds")}
        if self.nanos is not None:
            timestamp["offsetInNanos"] = _read(int, self.nanos.fill(subject), "offsetInNanos")
        value = _read(TYPES[self.kind], self.value.fill(subject), self.kind)
        filled: dict[str, Any] = {"value": {self.kind: value}, "timestamp": timestamp}
        if self.quality is not None:
            filled["quality"] = self.quality.fill(subject)
        return filled


@dataclass(frozen=True)
class EntryTemplates:
    """One entry: `target` has a propertyAlias, or an assetId and a propertyId."""

    entry_id: Template | None
    target: Mapping[str, Template]
    values: tuple[ValueTemplates, ...]

    def fill(self, subject: Subject) -> dict[str, Any]:
        """Return it as BatchPutAssetPropertyValue takes it.

        Raises:
            ActionError: a text is not what the member must be.
        """
        return {
            "entryId": self.entry_id.fill(subject) if self.entry_id else str(uuid.uuid4()),
            **{name: template.fill(subject) for name, template in self.target.items()},
            "propertyValues": [value.fill(subject) for value in self.values],
        }


@dataclass(frozen=True)
class SiteWiseAction:
    """Puts values, as a role; failures name the properties of the entries."""

    resource: Template
    role: str
    entries: tuple[EntryTemplates, ...]
    kind: str = "IotSiteWiseAction"

    def perform(self, occasion: Occasion, means: Means) -> None:
        """Put the values of a message."""
        means.trust(self.role, occasion.caller)
        entries = [entry.fill(occasion.subject) for entry in self.entries]
        sitewise = in_process.client("iotsitewise", occasion.region, self.role)
        answer = sitewise.batch_put_asset_property_value(entries=entries)
        problems = [
            f"{one['errorCode']}: {one['errorMessage']} (entry {entry['entryId']})"
            for entry in answer["errorEntries"]
            for one in entry["errors"]
        ]
        if problems:
            raise ActionError("; ".join(problems))


def read(kind: str, settings: Mapping[str, Any]) -> SiteWiseAction:
    """Return the action of a rule's settings.

    Raises:
        UnsupportedAction: a parameter is missing, or there is one too many.
        twin_local.execution.iot.sql.errors.SqlError: a substitution template cannot be read.
    """
    if not settings.get("roleArn") or not settings.get(ENTRIES):
        raise UnsupportedAction(f"the {kind} action needs roleArn and {ENTRIES}")
    entries = tuple(_entry(one) for one in settings[ENTRIES])
    named = ",".join(
        "/".join(template.text for template in entry.target.values()) for entry in entries
    )
    return SiteWiseAction(parse_template(named), settings["roleArn"], entries)


def _entry(given: Mapping[str, Any]) -> EntryTemplates:
    target = {name: parse_template(given[name]) for name in TARGETS if given.get(name)}
    if tuple(target) not in (TARGETS[:1], TARGETS[1:]):
        raise UnsupportedAction("an entry has a propertyAlias, or an assetId and a propertyId")
    if not given.get("propertyValues"):
        raise UnsupportedAction("an entry needs propertyValues")
    values = tuple(_value(one) for one in given["propertyValues"])
    return EntryTemplates(_optional(given.get("entryId")), target, values)


def _value(given: Mapping[str, Any]) -> ValueTemplates:
    variants = {name: text for name, text in (given.get("value") or {}).items() if text}
    if len(variants) != 1 or not variants.keys() <= TYPES.keys():
        raise UnsupportedAction(f"a value has exactly one of {', '.join(TYPES)}")
    [(kind, text)] = variants.items()
    time = given.get("timestamp") or {}
    if not time.get("timeInSeconds"):
        raise UnsupportedAction("a value needs timeInSeconds")
    return ValueTemplates(
        kind,
        parse_template(text),
        parse_template(time["timeInSeconds"]),
        _optional(time.get("offsetInNanos")),
        _optional(given.get("quality")),
    )


def _optional(text: str | None) -> Template | None:
    return parse_template(text) if text else None


def _read(kind: Callable[[str], Any], text: str, member: str) -> Any:
    try:
        return kind(text)
    except ValueError as error:
        raise ActionError(f"{member}: {error}") from error
