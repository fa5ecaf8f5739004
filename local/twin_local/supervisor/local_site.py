"""The site as a twin runs it: at other ports than the default ones, its PLC is at another too.

The parts of a twin read the PLC's address from the site they were made from. A second twin is
therefore made from a copy of the site file, whose `plc.endpoint` is at a port of this twin; nothing
that runs needs to know.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import yaml

from twin.definition import SiteDefinition, load_site
from twin_local.supervisor.layout import Layout

APP = "app.py"
APP_FILES = (APP, "cdk.json")
FOLDER = "site"
HERE = frozenset({"127.0.0.1", "localhost"})


@dataclass(frozen=True)
class LocalSite:
    """A site, the file that describes it, and the app that is synthesized with it."""

    definition: SiteDefinition
    file: Path
    app: Path
    is_copy: bool = False

    @property
    def is_plc_here(self) -> bool:
        """Whether the PLC is on this machine."""
        return urlsplit(self.definition.plc.endpoint).hostname in HERE

    @property
    def plc_port(self) -> int:
        """The port of the simulated PLC."""
        return urlsplit(self.definition.plc.endpoint).port or 0


def local_site(layout: Layout) -> LocalSite:
    """Return the site that a twin is made from; nothing is written yet.

    Raises:
        DefinitionError: the site file is wrong.
    """
    definition = load_site(layout.site_file)
    own = LocalSite(definition, layout.site_file, layout.root / APP)
    if not layout.is_moved or not own.is_plc_here:
        return own
    address = urlsplit(definition.plc.endpoint)
    moved = address._replace(netloc=f"{address.hostname}:{layout.moved_plc_port}")
    plc = definition.plc.model_copy(update={"endpoint": urlunsplit(moved)})
    folder = layout.state / FOLDER
    return LocalSite(
        definition=definition.model_copy(update={"plc": plc}),
        file=folder / "sites" / layout.site_file.name,
        app=folder / APP,
        is_copy=True,
    )


def write_local_site(site: LocalSite, layout: Layout) -> None:
    """Write the copy of a site file that a twin at other ports is made from."""
    if not site.is_copy:
        return
    shutil.rmtree(site.app.parent, ignore_errors=True)
    site.file.parent.mkdir(parents=True)
    plain = site.definition.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    # In the order of the original: it is the order in which assets and signals are shown.
    text = yaml.safe_dump(plain, allow_unicode=True, sort_keys=False)
    site.file.write_text(text, encoding="utf-8")
    for name in APP_FILES:
        shutil.copyfile(layout.root / name, site.app.parent / name)
