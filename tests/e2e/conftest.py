"""What the end-to-end tests use; the twin itself is a fixture of all tests."""

from __future__ import annotations

from tests.twin_process import COMMAND, ROOT, Twin, eventually

__all__ = ["COMMAND", "ROOT", "Twin", "eventually"]
