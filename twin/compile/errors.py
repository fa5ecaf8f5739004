"""What cannot be compiled from a site that is valid.

CompileError
├── TopicError             a signal has no topic of its own, or one that AWS would not take
└── BulkMetadataError      the schema of bulk jobs cannot express a part of the site
"""

from __future__ import annotations

from twin.errors import TwinError


class CompileError(TwinError):
    """A part of a valid site cannot be expressed in what is compiled from it."""

    code = "COMPILE_IMPOSSIBLE"


class TopicError(CompileError):
    """A signal has no topic of its own in the unified namespace."""

    code = "TOPIC_IMPOSSIBLE"


class BulkMetadataError(CompileError):
    """The schema of SiteWise's bulk jobs cannot express a part of the site."""

    code = "BULK_METADATA_IMPOSSIBLE"
