"""Search over 100,000 catalogued assets: each kind of question, the function, its index.

The engine is asked in this process, 60 times with other words each. The reference beside the target
is a look at 10,000 documents in Python (`benchmarks.linear_search`, one question of each kind). The
function is asked as API Gateway does, over a moto server of its own process, with its query of the
feed of changes and the decision on every row; its reference is a bare GetItem by boto3.
"""

from __future__ import annotations

import gc
import random
import resource
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.harness import Result, percentile
from benchmarks.linear_search import LinearEngine
from benchmarks.sample_catalogue import AREAS, MAKERS, START, TAGS, WORDS, sample_documents
from benchmarks.search_function import function_results
from twin.catalogue.search.document import SearchDocument
from twin.catalogue.search.engine import SearchEngine
from twin.catalogue.search.parameters import Parameters, parse_query
from twin.catalogue.search.sqlite.engine import SqliteEngine

ASSETS = 100_000
LOOKED_AT = 10_000
RUNS = 60
PAGE = 51
TARGET_MS = 50.0
BATCH = 500

Ask = Callable[[random.Random], Parameters]

QUESTIONS: dict[str, Ask] = {
    "newest": lambda pick: {"database": [f"plant-{pick.randrange(40):02d}"]},
    "a common word": lambda pick: {"q": [pick.choice(("pump", "valve", "tank", "motor"))]},
    "the beginning of a word": lambda pick: {"q": [pick.choice(WORDS)[:3]]},
    "three words": lambda pick: {"q": [" ".join(pick.sample(WORDS, 3))]},
    "a phrase": lambda pick: {"q": [f'"{pick.choice(("boiler house", "cooling tower"))}"']},
    "a serial number": lambda pick: {"q": [f"SN{pick.randrange(10**5):05d}"]},
    "a word that is nowhere": lambda pick: {"q": [f"zz{pick.randrange(10**5)}"]},
    "beginning of the key": lambda pick: {"key_prefix": [f"pump-0{pick.randrange(100):02d}"]},
    "beginning of the title": lambda pick: {"title_prefix": [f"Tank {pick.randrange(1, 100)}"]},
    "beginning of a path": lambda pick: {"path_prefix": [f"scans/{pick.choice(AREAS)}/"]},
    "two tags": lambda pick: {"tag": pick.sample(TAGS, 2)},
    "a tag and not another": lambda pick: dict(
        zip(("tag", "no_tag"), ([tag] for tag in pick.sample(TAGS, 2)), strict=True)
    ),
    "metadata: equal": lambda pick: {"where": [f"maker = '{pick.choice(MAKERS)}'"]},
    "metadata: range": lambda pick: {
        "where": [f"rated.power_kw >= {pick.uniform(300, 399):.1f} and rated.pressure_bar < 10"]
    },
    "metadata: three and a type": lambda pick: {
        "where": [f"maker = '{pick.choice(MAKERS)}' and materials = 'ptfe' and in_service = false"],
        "type": ["pump"],
    },
    "box of the site": lambda pick: {
        "box": [f"{(x := pick.randrange(1_900))},0,{x},{x + 60},30,{x + 60}"]
    },
    "box over the antimeridian": lambda pick: {
        "box": [f"{pick.uniform(178, 180):.2f},-20,-179,20"],
        "frame": ["wgs84"],
    },
    "changed since": lambda pick: {"updated_since": [f"{START + pick.random() * 1e8:.0f}"]},
    "words, type, tag, metadata, box": lambda pick: {
        "q": [pick.choice(WORDS)],
        "type": ["pump", "valve"],
        "tag": [pick.choice(TAGS)],
        "where": ["rated.power_kw > 100"],
        "box": ["0,0,0,1000,30,1000"],
    },
}


def run() -> list[Result]:
    """Measure the engine, then the function over its index."""
    documents = list(sample_documents(ASSETS))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "snapshot"
        results = _build(documents, Path(folder) / "built", path)
        engine = SqliteEngine(path)
        linear = LinearEngine()
        linear.apply(documents[:LOOKED_AT], [])
        for document in documents[:LOOKED_AT]:
            document.words  # noqa: B018 - made once, as an index is
        # The documents stay: no collection shall go through them between questions.
        gc.freeze()
        for name, ask in QUESTIONS.items():
            results += _asked(name, ask, engine, linear)
        engine.close()
        results += function_results(documents, path, RUNS, TARGET_MS)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [*results, Result("search: peak memory of this benchmark", peak, "MiB")]


def _build(documents: Sequence[SearchDocument], built: Path, path: Path) -> list[Result]:
    start = time.perf_counter()
    engine = SqliteEngine(built, is_new=True)
    for at in range(0, len(documents), BATCH):
        engine.apply(documents[at : at + BATCH], [])
    filled = time.perf_counter()
    engine.save_to(path)
    engine.close()
    return [
        Result(f"search: index of {len(documents):,} from nothing", filled - start, "s"),
        Result("search: write of a snapshot", time.perf_counter() - filled, "s"),
        Result("search: size of a snapshot", path.stat().st_size / 1e6, "MB"),
    ]


def _asked(name: str, ask: Ask, engine: SearchEngine, linear: SearchEngine) -> list[Result]:
    pick = random.Random(5)
    times = [_timed(engine, ask(pick)) for _ in range(RUNS)]
    looked = _timed(linear, ask(pick))
    return [
        Result(f"search: {name}, p{percent}", percentile(times, percent), "ms", *reference)
        for percent, reference in (
            (50, ("a look at 10,000 documents", looked)),
            (95, ("target", TARGET_MS)),
        )
    ]


def _timed(engine: SearchEngine, parameters: Parameters) -> float:
    query = parse_query(parameters)
    start = time.perf_counter()
    engine.find(query, after=None, count=PAGE)
    return 1000 * (time.perf_counter() - start)
