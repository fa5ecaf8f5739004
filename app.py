"""One stage per site file; `-c site=NAME` narrows to one."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from aws_cdk import App

from stacks.site_stage import SiteStage
from twin.definition import DefinitionError, load_sites
from twin_constructs.validation import add_validation

ROOT = Path(__file__).parent
SITES = ROOT / "sites"


def main() -> None:
    """Synthesize the selected sites."""
    settings = json.loads((ROOT / "cdk.json").read_text(encoding="utf-8"))
    folder = os.environ.get("CDK_OUTDIR") or str(ROOT / settings["output"])
    app = App(outdir=folder, context=settings["context"])
    add_validation(app)
    selected = app.node.try_get_context("site")
    definitions = [site for site in load_sites(SITES) if selected in (None, site.name)]
    if not definitions:
        raise SystemExit(f"no site {selected!r} in {SITES}")
    for definition in definitions:
        SiteStage(app, definition=definition)
    app.synth()


if __name__ == "__main__":
    try:
        main()
    except DefinitionError as error:
        sys.exit(str(error))
