"""The example of docs/history-storage.md reads what the cold tier holds."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from moto.core.models import DEFAULT_ACCOUNT_ID

from tests.integration.services.conftest import SetClock
from tests.integration.services.sitewise_examples import Plant
from tests.integration.services.sitewise_files import COLD, bucket

if TYPE_CHECKING:
    from mypy_boto3_iotsitewise import IoTSiteWiseClient

GUIDE = Path(__file__).resolve().parents[3] / "docs" / "history-storage.md"


def export(now: float) -> None:
    """Have SiteWise write its files."""
    from moto.iotsitewise.models import (  # type: ignore[import-not-found]
        iotsitewise_backends,
    )

    assert iotsitewise_backends[DEFAULT_ACCOUNT_ID]["us-east-1"].service.keep_up(now) > 0


def download(folder: Path) -> Path:
    """Copy the cold tier into a folder, as `aws s3 sync` does."""
    for one in bucket().objects.all():
        target = folder / one.key
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(one.get()["Body"].read())
    return folder / "cold"


def test_the_example_prints_the_history_of_a_signal(
    sitewise: IoTSiteWiseClient, set_clock: SetClock, tmp_path: Path
) -> None:
    files = bucket()
    files.objects.delete()
    Plant(sitewise, set_clock.time).build()
    sitewise.put_storage_configuration(storageType="MULTI_LAYER_STORAGE", multiLayerStorage=COLD)
    export(set_clock.time)
    (example,) = re.findall(r"^```python\n(.*?)^```", GUIDE.read_text("utf-8"), re.M | re.S)
    script = tmp_path / "history.py"
    script.write_text(example, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, script, download(tmp_path), "/flow"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    (line,) = done.stdout.splitlines()
    assert line.endswith(",GOOD,1.0")
    assert line.startswith("20")
