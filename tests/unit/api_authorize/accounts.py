"""A user pool and a table of keys, as far as the authorizer asks them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from twin.access.api_key import ApiKey
from twin.access.site_access import GroupGrant, MachineClient, SiteAccess
from twin.site_document import SiteDocument

DOCUMENT = SiteDocument(
    name="demo",
    title="Demo",
    time_zone="Etc/UTC",
    thing_name="demo-edge",
    plc_endpoint="",
    assets=(),
    signals=(),
    alarms=(),
    commands=(),
    models=(),
    scene=(),
    access=SiteAccess(
        groups=(GroupGrant("Project A/x", "engineer", ("alpha",)), GroupGrant("Night", "viewer")),
        machine_clients=(MachineClient("historian", "operator"),),
        user_attributes=("clearance",),
    ),
)


class UserNotFound(Exception):
    """As botocore's `UserNotFoundException`."""


@dataclass
class Accounts:
    """Users by name: subject and groups. `asked` are the names of the calls."""

    users: dict[str, tuple[str, list[str]]]
    disabled: set[str] = field(default_factory=set)
    attributes: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    class exceptions:
        UserNotFoundException = UserNotFound

    def admin_get_user(self, *, UserPoolId: str, Username: str) -> dict[str, Any]:
        self.asked.append(Username)
        if Username not in self.users:
            raise UserNotFound(Username)
        told = {"sub": self.users[Username][0], **self.attributes}
        return {
            "Username": Username,
            "Enabled": Username not in self.disabled,
            "UserAttributes": [{"Name": name, "Value": text} for name, text in told.items()],
        }

    def admin_list_groups_for_user(
        self,
        *,
        UserPoolId: str,
        Username: str,
        NextToken: str = "0",
    ) -> dict[str, Any]:
        groups, at = self.users[Username][1], int(NextToken)
        page: dict[str, Any] = {"Groups": [{"GroupName": name} for name in groups[at : at + 1]]}
        return page | ({"NextToken": str(at + 1)} if at + 1 < len(groups) else {})


@dataclass
class Stored:
    """Keys by id."""

    keys: dict[str, ApiKey]

    def get(self, key_id: str) -> ApiKey | None:
        return self.keys.get(key_id)

    def note_use(self, key_id: str, day: str) -> None:
        return
