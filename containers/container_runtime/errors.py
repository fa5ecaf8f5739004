"""Errors every job may raise.

TwinError
└── JobError
    ├── ArgumentInvalid       the job's command line is wrong
    ├── ObjectMissing         an input is not in S3
    └── ObjectCorrupt         the bytes of an input are not those that were announced
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
