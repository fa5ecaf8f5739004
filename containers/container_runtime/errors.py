"""Errors every job may raise.

TwinError
└── JobError
    ├── ArgumentInvalid       the job's command line is wrong
    ├── ObjectMissing         an input is not in S3
    ├── ObjectCorrupt         the bytes of an input are not those that were announced
    ├── ChildTimeLimit        a step took too long
    └── ChildCrashed          a step crashed or ran out of memory
"""

from __future__ import annotations

from twin.errors import TwinError


class JobError(TwinError):
    """A job cannot do its work; trying again would not help."""

    code = "JOB_FAILED"


class ArgumentInvalid(JobError):
    """The job's command line is wrong."""

    code = "JOB_ARGUMENT_INVALID"


class ObjectMissing(JobError):
    """An input is not in S3."""

    code = "JOB_INPUT_MISSING"
    status = 404


class ObjectCorrupt(JobError):
    """The bytes of an input are not those that were announced."""

    code = "JOB_INPUT_CORRUPT"


class ChildTimeLimit(JobError):
    """A step took too long."""

    code = "JOB_TIME_LIMIT"


class ChildCrashed(JobError):
    """A step crashed or ran out of memory."""

    code = "JOB_CRASHED"
