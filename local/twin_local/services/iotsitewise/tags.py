"""Tags of models, assets and whatever else has an ARN.

https://docs.aws.amazon.com/iot-sitewise/latest/userguide/tag-resources.html
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from twin_local.services.iotsitewise.exceptions import (
    InvalidRequestException,
    ResourceNotFoundException,
    TooManyTagsException,
    UnauthorizedException,
)
from twin_local.services.iotsitewise.operations import Operations
from twin_local.services.iotsitewise.store import Json

MOST = 50
RESERVED = "aws:"


@dataclass(frozen=True)
class Tagged:
    """How resources of one kind are found by id, and written; their tags are under `tags`."""

    find: Callable[[str], Json]
    save: Callable[[Json], None]


class Tags:
    """The operations on tags; `kinds` are by the name that ARNs have for them."""

    def __init__(self, arn: Callable[[str, str], str], kinds: Mapping[str, Tagged]) -> None:
        self._arn, self._kinds = arn, kinds

    def operations(self) -> Operations:
        """Return the operations on tags."""
        return {
            "ListTagsForResource": self._list,
            "TagResource": self._tag,
            "UntagResource": self._untag,
        }

    def _list(self, request: Json) -> Json:
        _, document = self._found(request["resource_arn"])
        return {"tags": document.get("tags", {})}

    def _tag(self, request: Json) -> Json:
        check(request["tags"])
        kind, document = self._found(request["resource_arn"])
        tags = {**document.get("tags", {}), **request["tags"]}
        if len(tags) > MOST:
            arn = request["resource_arn"]
            raise TooManyTagsException(f"{len(tags)} tags, at most {MOST}", resource_name=arn)
        kind.save({**document, "tags": tags})
        return {}

    def _untag(self, request: Json) -> Json:
        kind, document = self._found(request["resource_arn"])
        gone = set(request["tag_keys"])
        kept = {key: one for key, one in document.get("tags", {}).items() if key not in gone}
        kind.save({**document, "tags": kept})
        return {}

    def _found(self, arn: str) -> tuple[Tagged, Json]:
        name, _, key = arn.split(":", 5)[-1].partition("/")
        kind = self._kinds.get(name)
        if kind is None:
            raise ResourceNotFoundException(f"there is no resource {arn}")
        if arn != self._arn(name, key):
            raise UnauthorizedException(f"{arn} is of another account or region")
        return kind, kind.find(key)


def check(tags: Json) -> None:
    """Check the keys of tags that a caller gives.

    Raises:
        InvalidRequestException: a key begins with what AWS keeps for itself.
    """
    if reserved := sorted(key for key in tags if key.lower().startswith(RESERVED)):
        raise InvalidRequestException(f"{', '.join(reserved)}: keys with {RESERVED} are reserved")
