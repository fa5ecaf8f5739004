"""The Cedar schema of a site: what policies can be written about.

https://docs.cedarpolicy.com/schema/human-readable-schema.html
"""

from __future__ import annotations

from twin.access.policies.actions import GROUPS, actions
from twin.access.policies.base import quoted
from twin.access.site_access import SiteAccess

ENTITIES = """\
entity Role in [Role];
entity Group;
entity Limit;
entity Machine;
entity User in [Group, Role, Limit, Machine] {{
  subject: String,
  name: String,
  kind: String,
  attributes: {{ {user_attributes} }},
  databases?: Set<Database>,
  operations?: Set<Action>,
}};
entity Site;
entity Database in [Site] {{ tags: Set<String>, created_by: String }};
entity Asset in [Database] {{
  database: String,
  type: String,
  tags: Set<String>,
  metadata: {{ {metadata} }},
  created_by: String,
}};
"""

ATTRIBUTES = (
    *("subject", "name", "kind", "attributes", "databases", "operations"),
    *("database", "type", "tags", "metadata", "created_by"),
)
"""The names of all attributes in `ENTITIES`."""


def schema_of(access: SiteAccess) -> str:
    """Return the schema: the entities with the site's attributes, and an action per operation."""
    entities = ENTITIES.format(
        user_attributes=", ".join(f"{quoted(name)}?: String" for name in access.user_attributes),
        metadata=", ".join(f"{quoted(name)}?: {kind}" for name, kind in access.metadata),
    )
    return entities + _actions()


def _actions() -> str:
    lines = [f"action {', '.join(map(quoted, GROUPS))};"]
    for action in actions().values():
        lines.append(
            f"action {quoted(action.operation_id)} in [{', '.join(map(quoted, action.groups))}] "
            f"appliesTo {{ principal: [User], resource: [{', '.join(action.kinds)}] }};"
        )
    return "\n".join(lines) + "\n"
