"""Users as the user pool knows them now, not as they were when their token was made.

A group that was taken away and a user who was disabled lose their rights when this is asked again:
after the seconds kept here and those of the gateway's own cache together, which are less than 60.
https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminGetUser.html
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from twin.access.provider_groups import GROUPS_ATTRIBUTE, provider_groups
from twin.api.routes import ROLES

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

KEPT_S = 20.0
MOST_KEPT = 1_000


@dataclass(frozen=True)
class DirectoryUser:
    """One account: its groups are those of the pool and those its identity provider says."""

    subject: str
    name: str
    enabled: bool
    groups: tuple[str, ...]
    attributes: Mapping[str, str]


@dataclass
class Directory:
    """A user pool; what it answered is kept for some seconds in this process."""

    client: CognitoIdentityProviderClient
    pool_id: str
    clock: Callable[[], float] = time.monotonic
    _kept: dict[str, tuple[float, DirectoryUser | None]] = field(default_factory=dict)

    def user(self, name: str) -> DirectoryUser | None:
        """Return the user of a name, None if there is none."""
        until, user = self._kept.get(name, (0.0, None))
        if self.clock() < until:
            return user
        asked_at = self.clock()
        user = self._ask(name)
        while len(self._kept) >= MOST_KEPT:
            self._kept.pop(next(iter(self._kept)))
        self._kept[name] = (asked_at + KEPT_S, user)
        return user

    def _ask(self, name: str) -> DirectoryUser | None:
        try:
            found = self.client.admin_get_user(UserPoolId=self.pool_id, Username=name)
            groups = self._groups(name)
        except self.client.exceptions.UserNotFoundException:
            return None
        attributes = {one["Name"]: one.get("Value", "") for one in found["UserAttributes"]}
        told = provider_groups(attributes.pop(f"custom:{GROUPS_ATTRIBUTE}", ""))
        return DirectoryUser(
            subject=attributes.get("sub", ""),
            name=found["Username"],
            enabled=found["Enabled"],
            # Only the pool itself makes somebody an admin by the name of a group.
            groups=tuple(dict.fromkeys((*groups, *(one for one in told if one not in ROLES)))),
            attributes={name.removeprefix("custom:"): text for name, text in attributes.items()},
        )

    def _groups(self, name: str) -> list[str]:
        groups: list[str] = []
        more: Any = {}
        while True:
            page = self.client.admin_list_groups_for_user(
                UserPoolId=self.pool_id, Username=name, **more
            )
            groups += [group["GroupName"] for group in page["Groups"]]
            if "NextToken" not in page:
                return groups
            more = {"NextToken": page["NextToken"]}
