"""IFC files that are cut, lie, loop, explode or point outside, with the codes of their refusals."""

from __future__ import annotations

import struct
from collections.abc import Mapping

from tests.integration.convert_bim.make_ifc import (
    FRAME,
    HEADER,
    LINES,
    PLACE,
    SHAPE,
    archive,
    changed,
    ifc,
)

Hostile = Mapping[str, tuple[bytes, str]]

GOOD = ifc()
NEXT = "IFCWALL('000000000000000000{:04d}',$,$,$,$,#32,#26,$,$);"


def _lied() -> bytes:
    """Return an archive whose directory says that its member is shorter than it is."""
    made = bytearray(archive(("model.ifc", GOOD)))
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", made, made.index(mark) + at, 100)
    return bytes(made)


def _encrypted() -> bytes:
    made = bytearray(archive(("model.ifc", GOOD)))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        struct.pack_into("<H", made, made.index(mark) + at, 1)
    return bytes(made)


def _broken_member() -> bytes:
    made = bytearray(archive(("model.ifc", GOOD)))
    made[60:80] = b"\xff" * 20
    return bytes(made)


CONTAINER: Hostile = {
    "text": (b"Dear all, the secret is 42", "SOURCE_UNREADABLE"),
    "page": (b"<!doctype html><html></html>", "SOURCE_UNREADABLE"),
    "zeros": (b"\0" * 100_000, "SOURCE_UNREADABLE"),
    "half": (GOOD[: len(GOOD) // 2], "SOURCE_DAMAGED"),
    "head_only": (b"ISO-10303-21;", "SOURCE_DAMAGED"),
    "no_header": (b"ISO-10303-21;\nDATA;\nENDSEC;\nEND-ISO-10303-21;\n", "SOURCE_UNREADABLE"),
    "no_data": (HEADER.format(schema="IFC4").encode() + b"END-ISO-10303-21;", "SOURCE_DAMAGED"),
    "schema_unknown": (ifc(schema="IFC99"), "SOURCE_UNSUPPORTED"),
    "schema_draft": (ifc(schema="IFC4X3_RC2"), "SOURCE_UNSUPPORTED"),
    "schema_of_cad": (ifc(schema="AUTOMOTIVE_DESIGN"), "SOURCE_UNSUPPORTED"),
    "zip_without_ifc": (archive(("a.txt", b"x")), "SOURCE_UNSUPPORTED"),
    "zip_with_two": (archive(("a.ifc", GOOD), ("b.ifc", GOOD)), "SOURCE_UNSUPPORTED"),
    "zip_path": (archive(("../../model.ifc", GOOD)), "SOURCE_DAMAGED"),
    "zip_absolute": (archive(("/etc/model.ifc", GOOD)), "SOURCE_DAMAGED"),
    "zip_bomb": (archive(("a.ifc", b"\0" * 60_000_000)), "SOURCE_TOO_COMPLEX"),
    "zip_members": (archive(*((f"{n}.ifc", b"") for n in range(101))), "SOURCE_TOO_COMPLEX"),
    "zip_cut": (archive(("a.ifc", GOOD))[:-30], "SOURCE_DAMAGED"),
    "zip_lies": (_lied(), "SOURCE_DAMAGED"),
    "zip_encrypted": (_encrypted(), "SOURCE_UNSUPPORTED"),
    "zip_broken": (_broken_member(), "SOURCE_DAMAGED"),
    "zip_in_zip": (archive(("a.ifc", archive(("a.ifc", GOOD)))), "SOURCE_UNREADABLE"),
}

REFERENCES: Hostile = {
    "half_with_an_end": (ifc([*FRAME, *LINES[-2:]]), "SOURCE_DAMAGED"),
    "dangling": (changed(("#26", "#26=IFCPRODUCTDEFINITIONSHAPE($,$,(#999));")), "SOURCE_DAMAGED"),
    "entity_unknown": (changed(("#40", "#40=IFCWOLL('x',$,$,$,$,#32,#26,$,$);")), "SOURCE_DAMAGED"),
    "brackets": (changed(("#40", "#40=IFCWALL((((('x',$,$,$,$,#32,#26,$,$);")), "SOURCE_DAMAGED"),
    "types_swapped": (changed(("#40", "#40=IFCWALL(#1,$,$,$,$,#5,#4,$,$);")), "SOURCE_DAMAGED"),
    "no_project": (ifc([one for one in LINES if "IFCPROJECT" not in one]), "SOURCE_DAMAGED"),
    "two_projects": (
        changed(more=("#90=IFCPROJECT('0000000000000000000099',$,'P',$,$,$,$,(#3),#5);",)),
        "SOURCE_DAMAGED",
    ),
    "storey_in_itself": (
        changed(("#13", "#13=IFCRELAGGREGATES('0000000000000000000007',$,$,$,#10,(#10));")),
        "SOURCE_DAMAGED",
    ),
    "building_in_its_storey": (
        changed(("#12", "#12=IFCRELAGGREGATES('0000000000000000000006',$,$,$,#10,(#9));")),
        "SOURCE_DAMAGED",
    ),
    "deep": (
        changed(
            more=[
                *(f"#{1000 + n}={NEXT.format(n)}" for n in range(300)),
                *(
                    f"#{2000 + n}=IFCRELAGGREGATES('000000000000000001{n:04d}',$,$,$,"
                    f"#{1000 + n},(#{1001 + n}));"
                    for n in range(299)
                ),
            ]
        ),
        "SOURCE_TOO_COMPLEX",
    ),
    "deep_cuts": (
        changed(
            ("#25", "#25=IFCSHAPEREPRESENTATION(#3,'Body','CSG',(#20999));"),
            more=[
                "#1000=IFCBOOLEANRESULT(.UNION.,#24,#24);",
                *(f"#{n + 1}=IFCBOOLEANRESULT(.UNION.,#{n},#24);" for n in range(1000, 20_999)),
            ],
        ),
        "SOURCE_TOO_COMPLEX",
    ),
    "deep_places": (
        changed(
            ("#32", "#32=IFCLOCALPLACEMENT(#20999,#2);"),
            more=[
                "#1000=IFCLOCALPLACEMENT($,#31);",
                *(f"#{n + 1}=IFCLOCALPLACEMENT(#{n},#2);" for n in range(1000, 20_999)),
            ],
        ),
        "SOURCE_TOO_COMPLEX",
    ),
    "products": (
        changed(more=[f"#{1000 + n}={NEXT.format(n % 10000)}" for n in range(100_000)]),
        "SOURCE_TOO_COMPLEX",
    ),
}

NUMBERS: Hostile = {
    "empty": (ifc([]), "SOURCE_DAMAGED"),
    "no_products": (ifc(FRAME[:6]), "SOURCE_EMPTY"),
    "no_elements": (ifc(FRAME), "SOURCE_EMPTY"),
    "no_items": (
        changed(("#25", "#25=IFCSHAPEREPRESENTATION(#3,'Body','SweptSolid',());")),
        "SOURCE_EMPTY",
    ),
    "only_a_line": (
        changed(
            ("#24", "#24=IFCPOLYLINE((#1,#30));"),
            ("#25", "#25=IFCSHAPEREPRESENTATION(#3,'Axis','Curve3D',(#24));"),
        ),
        "SOURCE_EMPTY",
    ),
    "far_beyond": (
        changed(("#30", "#30=IFCCARTESIANPOINT((1.E30,0.,0.));")),
        "SOURCE_BOUNDS_INVALID",
    ),
    "infinite": (
        changed(("#30", "#30=IFCCARTESIANPOINT((1.E400,0.,0.));")),
        "SOURCE_UNREADABLE",
    ),
    "unit_zero": (
        changed(
            ("#5", "#5=IFCUNITASSIGNMENT((#91));"),
            more=(
                "#90=IFCMEASUREWITHUNIT(IFCLENGTHMEASURE(0.),#4);",
                "#91=IFCCONVERSIONBASEDUNIT(#92,.LENGTHUNIT.,'NOTHING',#90);",
                "#92=IFCDIMENSIONALEXPONENTS(1,0,0,0,0,0,0);",
            ),
        ),
        "SOURCE_DAMAGED",
    ),
    "flat": (changed(("#24", "#24=IFCEXTRUDEDAREASOLID(#22,#2,#23,0.);")), "GEOMETRY_LOST"),
    "profile_of_nothing": (
        changed(("#22", "#22=IFCRECTANGLEPROFILEDEF(.AREA.,$,#21,0.,0.);")),
        "GEOMETRY_LOST",
    ),
    "placed_by_itself": (changed(("#32", "#32=IFCLOCALPLACEMENT(#32,#31);")), "SOURCE_DAMAGED"),
    "mapped_by_itself": (
        ifc(
            [
                *FRAME,
                *PLACE,
                *SHAPE[:3],
                "#24=IFCREPRESENTATIONMAP(#2,#25);",
                "#25=IFCSHAPEREPRESENTATION(#3,'Body','MappedRepresentation',(#27));",
                "#26=IFCPRODUCTDEFINITIONSHAPE($,$,(#25));",
                "#27=IFCMAPPEDITEM(#24,#28);",
                "#28=IFCCARTESIANTRANSFORMATIONOPERATOR3D($,$,#1,1.,$);",
                *LINES[-2:],
            ]
        ),
        "SOURCE_DAMAGED",
    ),
    "cut_by_itself": (
        changed(
            ("#25", "#25=IFCSHAPEREPRESENTATION(#3,'Body','CSG',(#90));"),
            more=("#90=IFCBOOLEANRESULT(.DIFFERENCE.,#90,#24);",),
        ),
        "SOURCE_DAMAGED",
    ),
    "index_beyond": (
        changed(
            ("#24", "#24=IFCTRIANGULATEDFACESET(#90,$,.T.,((1,2,99999)),$);"),
            more=("#90=IFCCARTESIANPOINTLIST3D(((0.,0.,0.),(1.,0.,0.),(0.,1.,0.)));",),
        ),
        "GEOMETRY_LOST",
    ),
}
