"""Search over an AWS inside this process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.spatial.catalogue import Catalogue
from tests.integration.spatial.plane import SpatialPlane
from tests.integration.spatial.search.searching import Searching


@pytest.fixture
def searching(
    plane: SpatialPlane, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Searching]:
    """Return the search of a catalogue; its temporary storage is the test's own."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    started = Searching(plane, Catalogue(plane))
    started.new_process()  # other tests of this process may have searched
    yield started
    started.new_process()
