"""Provides every resource type that has a row in the table."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, replace

from twin_local.engine.clients import Clients, OperationError
from twin_local.engine.entry import FAILED, PENDING, Call, TypeEntry
from twin_local.engine.errors import DroppedPropertyError, NotUpdatableError
from twin_local.engine.expression import fill
from twin_local.engine.json_value import Json, Properties
from twin_local.engine.provider import LeftBehindError
from twin_local.engine.requests import Requests
from twin_local.engine.resource_state import Physical, Place
from twin_local.engine.schema import changed_create_only
from twin_local.engine.table_update import TableUpdate, changed_names, is_gone

SETTLE_INTERVAL_SECONDS = 0.02


@dataclass(frozen=True)
class TableProvider:
    """Makes the API calls that a table row lists."""

    resource_type: str
    entry: TypeEntry
    clients: Clients

    @property
    def _requests(self) -> Requests:
        return Requests(entry=self.entry, clients=self.clients)

    def check(self, place: Place, logical_id: str, properties: Properties) -> None:
        """Refuse properties that no call carries."""
        effective = self._named(place, logical_id, properties)
        known = known_fields(place, logical_id, effective, reference=f"<{logical_id}>")
        lost = ", ".join(self._requests.dropped(self.entry.create, effective, known))
        if lost:
            raise DroppedPropertyError(
                f"{place.stack}/{logical_id} ({self.resource_type}): no API call carries {lost}",
                found=lost,
                expected="properties that the resource table carries or lists as inert",
                where=f"{place.stack}/{logical_id}",
            )

    def replaces(self, place: Place, before: Physical, properties: Properties) -> tuple[str, ...]:
        """Return what can only be changed by a new resource."""
        changed = changed_names(before.properties, properties)
        found = set(changed_create_only(self.resource_type, before.properties, properties))
        found.update(changed & set(self.entry.replace))
        if found or not changed:
            return tuple(sorted(found))
        if not self.entry.update:
            return tuple(sorted(changed))
        self._refuse_unupdatable(place, before, properties, changed)
        return ()

    def _refuse_unupdatable(
        self, place: Place, before: Physical, properties: Properties, changed: set[str]
    ) -> None:
        known = known_fields(place, before.logical_id, properties, reference=before.reference)
        known |= {"o": before.effective, "r": before.answer}
        lost = [
            path
            for path in self._requests.dropped(self.entry.update, properties, known)
            if path.split(".")[0] in changed or path.split(".")[0] not in properties
        ]
        for name in sorted(changed - set(properties) - set(self.entry.inert)):
            if not any(_clears(call, name) for call in self.entry.update):
                lost.append(name)
        if lost:
            raise NotUpdatableError(
                f"{place.stack}/{before.logical_id} ({self.resource_type}): "
                f"{', '.join(lost)} cannot be changed in place",
                found=", ".join(lost),
                where=f"{place.stack}/{before.logical_id}",
            )

    def create(self, place: Place, logical_id: str, properties: Properties) -> Physical:
        """Make the resource by the row's create calls."""
        effective = self._named(place, logical_id, properties)
        first, *others = self.entry.create
        known = known_fields(place, logical_id, effective)
        answer = self._requests.run(first, self.entry.create, effective, known)
        reference = str(fill(self.entry.ref, known | {"r": answer}))
        physical = Physical(
            logical_id=logical_id,
            type=self.resource_type,
            reference=reference,
            properties=properties,
            effective=effective,
            answer=answer,
        )
        known |= {"r": answer, "last": answer, "id": reference}
        try:
            if others:
                self._settle(known)
            for call in others:
                known["last"] = self._requests.run(call, self.entry.create, effective, known)
            return self._described(place, physical)
        except OperationError as error:
            self._take_back(place, physical, error)
            raise

    def _take_back(self, place: Place, physical: Physical, cause: OperationError) -> None:
        try:
            self.delete(place, physical)
        except OperationError as error:
            left = replace(physical, answer=_plain(physical.answer))
            raise LeftBehindError(cause, left) from error

    def update(self, place: Place, before: Physical, properties: Properties) -> Physical:
        """Change the resource by the row's update calls."""
        effective = dict(properties)
        if self.entry.name and self.entry.name in before.effective:
            effective.setdefault(self.entry.name, before.effective[self.entry.name])
        known = known_fields(place, before.logical_id, effective, reference=before.reference)
        known |= {"o": before.effective, "r": before.answer}
        TableUpdate(self._requests, before, effective, known).run()
        after = replace(before, properties=properties, effective=effective, attempted=None)
        return self._described(place, after)

    def delete(self, place: Place, physical: Physical) -> None:
        """Remove the resource by the row's delete calls."""
        known = known_fields(
            place, physical.logical_id, physical.effective, reference=physical.reference
        )
        known |= {"r": physical.answer}
        for call in self.entry.delete:
            try:
                known["last"] = self._requests.run_fixed(call, physical.effective, known)
            except OperationError as error:
                if not is_gone(error.code, error.message) and error.code not in call.missing_ok:
                    raise
        if self.entry.settled is not None:
            self._until_gone(known)

    def _until_gone(self, known: Properties) -> None:
        try:
            self._settle(known)
        except OperationError as error:
            if not is_gone(error.code, error.message):
                raise

    def _described(self, place: Place, physical: Physical) -> Physical:
        known = known_fields(
            place, physical.logical_id, physical.effective, reference=physical.reference
        )
        answer = {**physical.answer, **self._settle(known | {"r": physical.answer})}
        known |= {"r": answer}
        attributes = {name: fill(path, known) for name, path in self.entry.attributes.items()}
        return replace(physical, answer=_plain(answer), attributes=_plain(attributes))

    def _settle(self, known: Properties) -> Properties:
        """Read the resource until nothing is under way; return what it then says.

        Raises:
            OperationError: it settled in failure, or not in time.
        """
        if self.entry.read is None:
            return {}
        deadline = time.monotonic() + self.entry.settle_seconds
        while True:
            read = self._requests.run_fixed(self.entry.read, {}, known)
            state = str(fill(self.entry.settled, known | {"r": read})).upper()
            if state not in PENDING:
                break
            if time.monotonic() > deadline:
                raise OperationError(self.entry.read.operation, "Timeout", f"still {state}")
            time.sleep(SETTLE_INTERVAL_SECONDS)
        if state in FAILED:
            raise OperationError(self.entry.read.operation, state, str(read))
        return read

    def _named(self, place: Place, logical_id: str, properties: Properties) -> Properties:
        name, limit = self.entry.name, self.entry.name_limit
        if name is None or properties.get(name):
            return dict(properties)
        suffix = secrets.token_hex(6)
        joined = self.entry.name_separator.join((place.stack, logical_id))
        stem = joined.replace("-", self.entry.name_separator)[: limit - len(suffix) - 1]
        made_up = f"{stem}{self.entry.name_separator}{suffix}"
        return {**properties, name: made_up.lower() if self.entry.name_lower else made_up}


def known_fields(
    place: Place, logical_id: str, properties: Properties, *, reference: str | None = None
) -> Properties:
    """Return what the expressions of a row may refer to."""
    return {
        "logical_id": logical_id,
        "unique": secrets.token_hex(6),
        "deployed": place.deployed,
        "location": None if place.region == "us-east-1" else place.region,
        "account": place.account,
        "region": place.region,
        "stack": place.stack,
        "p": properties,
        "o": {},
        "r": {},
        "last": {},
        "id": reference,
    }


def _clears(call: Call, name: str) -> bool:
    """Say whether an update call can take a property away."""
    return name in call.cleared or (name in call.carried and (call.undo or call.each) is not None)


def _plain(value: Json) -> Json:
    """Return an API answer as JSON: times as text."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, (str, int, float, bool)) or value is None:
        return value
    return str(value)
