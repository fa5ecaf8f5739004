"""A catalogue as a plant has it: equipment, buildings and scans with typed metadata."""

from __future__ import annotations

import random
from collections.abc import Iterator

from twin.catalogue.asset import Asset, Metadata
from twin.catalogue.box import BoundingBox
from twin.catalogue.identity import AssetId
from twin.catalogue.search.document import SearchDocument

TYPES = ("pump", "valve", "tank", "motor", "heat-exchanger", "pipe", "building", "scan")
MAKERS = ("KSB", "Grundfos", "Sulzer", "Flowserve", "Endress+Hauser", "Siemens", "ABB", "Müller")
AREAS = ("intake", "filtration", "chlorination", "sludge", "boiler house", "cooling tower", "yard")
TAGS = ("wet", "spare", "critical", "leased", "obsolete", "atex", "outdoor", "reviewed", "as-built")
TEXT = (
    "installed inspected bearing seal impeller flange gasket cast steel stainless rubber coated "
    "vertical horizontal submersible redundant main auxiliary inlet outlet suction discharge "
    "foundation skid mounted refurbished replaced according drawing revision survey station laser "
    "scanned level basement roof corridor north south east west line train unit"
)
WORDS = tuple(TEXT.split())
DATABASES = 40
START = 1_700_000_000.0


def sample_documents(count: int) -> Iterator[SearchDocument]:
    """Yield as many assets, always the same ones; each has 8 metadata values and 1 to 4 files."""
    pick = random.Random(11)
    for number in range(count):
        yield _document(pick, number)


def _document(pick: random.Random, number: int) -> SearchDocument:
    kind, area = pick.choice(TYPES), pick.choice(AREAS)
    key = f"{kind}-{number:06d}"
    title = f"{kind.replace('-', ' ').title()} {number} {area}"
    asset = Asset(
        asset_id=AssetId(f"plant-{number % DATABASES:02d}", key),
        title=title,
        description=" ".join(pick.choices(WORDS, k=14)),
        asset_type=kind,
        tags=tuple(sorted(pick.sample(TAGS, k=pick.randint(0, 4)))),
        metadata=_metadata(pick, number),
        aliases=(f"{kind[0]}-{number}",) if number % 5 == 0 else (),
        box=_box(pick, number),
        version=pick.randint(1, 9),
        revision=pick.randint(1, 30),
        created_at=START + number,
        created_by=f"user-{number % 25}",
        updated_at=START + pick.random() * 1e8,
        updated_by=f"user-{number % 17}",
        deleted_at=START + 2e8 if number % 50 == 0 else None,
    )
    files = (f"models/{key}.step", f"drawings/{key}-{area.replace(' ', '_')}.pdf")
    scans = (f"scans/{pick.choice(AREAS)}/{number}.laz",) if number % 3 == 0 else ()
    return SearchDocument(asset, (*files[: pick.randint(1, 2)], *scans))


def _metadata(pick: random.Random, number: int) -> Metadata:
    return {
        "maker": pick.choice(MAKERS),
        "serial": f"SN{pick.randrange(10**9):09d}",
        "rated": {
            "power_kw": round(pick.uniform(0.5, 400), 1),
            "pressure_bar": pick.randint(1, 40),
        },
        "commissioned": f"20{pick.randint(10, 26)}-{pick.randint(1, 12):02d}-01",
        "materials": pick.sample(["steel", "ptfe", "epdm", "bronze", "pvc"], k=2),
        "in_service": number % 7 != 0,
    }


def _box(pick: random.Random, number: int) -> BoundingBox | None:
    if number % 10 == 0:
        return None
    if number % 4 == 0:
        west, south = pick.uniform(-180, 180), pick.uniform(-60, 70)
        return BoundingBox("wgs84", (west, south, 0.0), (west + 0.01, south + 0.01, 30.0))
    x, y, z = pick.uniform(0, 2_000), pick.uniform(0, 30), pick.uniform(0, 2_000)
    return BoundingBox("site", (x, y, z), (x + 3, y + 2, z + 3))
