"""Why the details of an asset are refused: typed metadata, links, comments, aliases.

CatalogueError
├── MetadataError            what an asset says of itself
│   ├── MetadataInvalid      too much, or not what the schema of its type demands
│   ├── SchemaInvalid        a schema is not valid, or cannot be checked within bounds
│   └── SchemaUnknown        no schema is there for the type
├── LinkError                how assets belong together
│   ├── LinkInvalid          the kind or the other end is not valid
│   ├── LinkUnknown          the two assets are not linked so
│   ├── LinkCycle            an asset would be below, inside or made of itself
│   └── LinkTooDeep          too many assets stand above to tell whether there is a cycle
├── CommentError             what people say of a version
│   ├── CommentUnknown       the version has no comment of this id
│   └── CommentNotYours      another user's comment
└── AliasError               other names of assets
    ├── AliasUnknown         no asset of the database has this alias
    ├── AliasTaken           another asset of the database has it
    └── AliasesTooMany       an asset has as many as it may
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import ClassVar

from twin.catalogue.errors import CatalogueError


@dataclass(frozen=True)
class JsonFinding:
    """One mistake in a JSON document; `pointer` is a JSON Pointer (RFC 6901), empty for all."""

    pointer: str
    found: str
    expected: str

    def to_dict(self) -> dict[str, str | int]:
        """Return the finding as a JSON object."""
        return asdict(self)


class MetadataError(CatalogueError):
    """Typed metadata is refused."""

    code: ClassVar[str] = "METADATA_ERROR"


class MetadataInvalid(MetadataError):
    """The metadata is too much, or not what the schema of the asset's type demands.

    `findings` say where and why; `demanded_by` names the schema, or the limits.
    """

    code: ClassVar[str] = "METADATA_INVALID"
    status: ClassVar[int] = 422

    def __init__(self, findings: Sequence[JsonFinding], *, demanded_by: str) -> None:
        first = findings[0]
        super().__init__(
            f"the metadata is not what {demanded_by} demands",
            found=first.found,
            expected=first.expected,
            where=f"metadata{first.pointer}",
        )
        self.findings = tuple(findings)


class SchemaInvalid(MetadataError):
    """The schema is not valid or cannot be checked within bounds; `findings` say where."""

    code: ClassVar[str] = "METADATA_SCHEMA_INVALID"
    status: ClassVar[int] = 422

    def __init__(self, findings: Sequence[JsonFinding]) -> None:
        first = findings[0]
        super().__init__(
            "the metadata schema is not valid",
            found=first.found,
            expected=first.expected,
            where=f"schema{first.pointer}",
        )
        self.findings = tuple(findings)


class SchemaUnknown(MetadataError):
    """The database has no schema of its own for the type."""

    code: ClassVar[str] = "METADATA_SCHEMA_UNKNOWN"
    status: ClassVar[int] = 404


class LinkError(CatalogueError):
    """A link between assets is refused."""

    code: ClassVar[str] = "LINK_ERROR"


class LinkInvalid(LinkError):
    """The kind of the link or its other end is not valid."""

    code: ClassVar[str] = "LINK_INVALID"


class LinkUnknown(LinkError):
    """The two assets are not linked in this way."""

    code: ClassVar[str] = "LINK_UNKNOWN"
    status: ClassVar[int] = 404


class LinkCycle(LinkError):
    """An asset would be below, inside or made of itself."""

    code: ClassVar[str] = "LINK_CYCLE"
    status: ClassVar[int] = 409


class LinkTooDeep(LinkError):
    """So many assets stand above that it cannot be told whether the link closes a circle."""

    code: ClassVar[str] = "LINK_TOO_DEEP"
    status: ClassVar[int] = 409


class CommentError(CatalogueError):
    """A comment is refused."""

    code: ClassVar[str] = "COMMENT_ERROR"


class CommentUnknown(CommentError):
    """The version has no comment of this id."""

    code: ClassVar[str] = "COMMENT_UNKNOWN"
    status: ClassVar[int] = 404


class CommentNotYours(CommentError):
    """Only who wrote a comment, or an administrator, changes it."""

    code: ClassVar[str] = "COMMENT_NOT_YOURS"
    status: ClassVar[int] = 403


class AliasError(CatalogueError):
    """Another name of an asset is refused."""

    code: ClassVar[str] = "ALIAS_ERROR"


class AliasUnknown(AliasError):
    """No asset of the database has this alias."""

    code: ClassVar[str] = "ALIAS_UNKNOWN"
    status: ClassVar[int] = 404


class AliasTaken(AliasError):
    """Another asset of the database has this alias, perhaps a deleted one."""

    code: ClassVar[str] = "ALIAS_TAKEN"
    status: ClassVar[int] = 409


class AliasesTooMany(AliasError):
    """The asset has as many aliases as it may have."""

    code: ClassVar[str] = "ALIASES_TOO_MANY"
    status: ClassVar[int] = 409
