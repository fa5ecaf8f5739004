"""Make small IFC files: a project with one storey and some boxes, written line by line."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

HEADER = (
    "ISO-10303-21;\nHEADER;\nFILE_DESCRIPTION(('ViewDefinition [DesignTransferView]'),'2;1');\n"
    "FILE_NAME('','2026-01-01T00:00:00',(''),(''),'','','');\nFILE_SCHEMA(('{schema}'));\n"
    "ENDSEC;\nDATA;\n"
)
END = "ENDSEC;\nEND-ISO-10303-21;\n"
FRAME = (
    "#1=IFCCARTESIANPOINT((0.,0.,0.));",
    "#2=IFCAXIS2PLACEMENT3D(#1,$,$);",
    "#3=IFCGEOMETRICREPRESENTATIONCONTEXT($,'Model',3,1.E-5,#2,$);",
    "#4=IFCSIUNIT(*,.LENGTHUNIT.,$,.METRE.);",
    "#5=IFCUNITASSIGNMENT((#4));",
    "#6=IFCPROJECT('0000000000000000000001',$,'Project',$,$,$,$,(#3),#5);",
    "#7=IFCLOCALPLACEMENT($,#2);",
    "#8=IFCSITE('0000000000000000000002',$,'Site',$,$,#7,$,$,$,$,$,$,$,$);",
    "#9=IFCBUILDING('0000000000000000000003',$,'Building',$,$,#7,$,$,$,$,$,$);",
    "#10=IFCBUILDINGSTOREY('0000000000000000000004',$,'Ground',$,$,#7,$,$,$,0.);",
    "#11=IFCRELAGGREGATES('0000000000000000000005',$,$,$,#6,(#8));",
    "#12=IFCRELAGGREGATES('0000000000000000000006',$,$,$,#8,(#9));",
    "#13=IFCRELAGGREGATES('0000000000000000000007',$,$,$,#9,(#10));",
)
SHAPE = (
    "#20=IFCCARTESIANPOINT((0.,0.));",
    "#21=IFCAXIS2PLACEMENT2D(#20,$);",
    "#22=IFCRECTANGLEPROFILEDEF(.AREA.,$,#21,1.,2.);",
    "#23=IFCDIRECTION((0.,0.,1.));",
    "#24=IFCEXTRUDEDAREASOLID(#22,#2,#23,3.);",
    "#25=IFCSHAPEREPRESENTATION(#3,'Body','SweptSolid',(#24));",
    "#26=IFCPRODUCTDEFINITIONSHAPE($,$,(#25));",
)
PLACE = (
    "#30=IFCCARTESIANPOINT((10.,20.,30.));",
    "#31=IFCAXIS2PLACEMENT3D(#30,$,$);",
    "#32=IFCLOCALPLACEMENT($,#31);",
)
WALL = (
    "#40=IFCWALL('0000000000000000000010',$,'Wall',$,$,#32,#26,$,$);",
    "#41=IFCRELCONTAINEDINSPATIALSTRUCTURE('0000000000000000000011',$,$,$,(#40),#10);",
)
LINES = (*FRAME, *SHAPE, *PLACE, *WALL)


def ifc(lines: Sequence[str] = LINES, *, schema: str = "IFC4") -> bytes:
    """Return a file of some lines."""
    return (HEADER.format(schema=schema) + "\n".join(lines) + "\n" + END).encode("latin-1")


def changed(*changes: tuple[str, str], more: Sequence[str] = ()) -> bytes:
    """Return the file of one wall with lines replaced, by their beginnings, and others added."""
    lines = list(LINES)
    for start, line in changes:
        (at,) = [index for index, one in enumerate(lines) if one.startswith(f"{start}=")]
        lines[at] = line
    return ifc([*lines, *more])


def archive(*members: tuple[str, bytes]) -> bytes:
    """Return a ZIP archive."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members:
            made.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()
