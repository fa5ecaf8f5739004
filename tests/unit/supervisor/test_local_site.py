"""At other ports the simulated PLC moves along, and everything is made from the moved site."""

from __future__ import annotations

from dataclasses import replace

import pytest

from twin.definition import load_site
from twin_local.supervisor.layout import DEFAULT_PORT_BASE, Layout
from twin_local.supervisor.local_site import local_site, write_local_site


def test_at_the_default_ports_the_site_is_taken_as_it_is(layout: Layout) -> None:
    default = replace(layout, port_base=DEFAULT_PORT_BASE)
    site = local_site(default)
    write_local_site(site, default)
    assert (site.file, site.app) == (layout.site_file, layout.root / "app.py")
    assert site.plc_port == 4840
    assert not layout.state.exists()


def test_at_other_ports_the_plc_is_at_a_port_of_this_twin(layout: Layout) -> None:
    site = local_site(layout)
    assert site.plc_port == layout.port_base + 3
    assert site.definition.plc.endpoint == f"opc.tcp://127.0.0.1:{layout.port_base + 3}/"


def test_the_copy_differs_in_the_plc_s_address_only(layout: Layout) -> None:
    site = local_site(layout)
    write_local_site(site, layout)
    copy, original = load_site(site.file), load_site(layout.site_file)
    assert copy == site.definition
    assert copy.model_copy(update={"plc": original.plc}) == original
    assert site.app.read_bytes() == (layout.root / "app.py").read_bytes()
    assert [path.name for path in site.app.parent.glob("sites/*")] == ["demo.yaml"]


def test_a_copy_replaces_an_older_one(layout: Layout) -> None:
    for moved in (layout, replace(layout, port_base=layout.port_base + 10)):
        site = local_site(moved)
        write_local_site(site, moved)
        assert load_site(site.file).plc.endpoint.endswith(f":{moved.port_base + 3}/")


def test_a_site_that_leaves_the_address_out_moves_as_well(layout: Layout) -> None:
    text = layout.site_file.read_text(encoding="utf-8")
    layout.site_file.write_text(
        text.replace("  endpoint: opc.tcp://127.0.0.1:4840/\n", ""), encoding="utf-8"
    )
    site = local_site(layout)
    write_local_site(site, layout)
    assert load_site(site.file).plc.endpoint.endswith(f":{layout.port_base + 3}/")


@pytest.mark.parametrize("host", ["plc.plant.example", "192.168.0.10"])
def test_a_plc_of_the_plant_does_not_move(layout: Layout, host: str) -> None:
    text = layout.site_file.read_text(encoding="utf-8").replace("127.0.0.1", host)
    layout.site_file.write_text(text, encoding="utf-8")
    site = local_site(layout)
    assert site.definition.plc.endpoint == f"opc.tcp://{host}:4840/"
    assert not site.is_copy
