"""The embedded AWS in the tests of other projects."""

from __future__ import annotations

from moto import mock_aws

from twin_local import moto_extension

__all__ = ["mock_aws"]

moto_extension.install()
