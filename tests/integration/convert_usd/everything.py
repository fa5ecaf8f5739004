"""One stage with what a converter must understand, in centimetres with Z up."""

from __future__ import annotations

from tests.integration.convert_usd.conftest import package, square, usda

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)
"""One red pixel."""

MATERIALS = """
def Scope "Looks"
{
    def Material "Red"
    {
        token outputs:surface.connect = </World/Looks/Red/S.outputs:surface>
        def Shader "S"
        {
            uniform token info:id = "UsdPreviewSurface"
            color3f inputs:diffuseColor = (1, 0, 0)
            float inputs:metallic = 1
            float inputs:roughness = 0.25
            token outputs:surface
        }
    }
    def Material "Painted"
    {
        token outputs:surface.connect = </World/Looks/Painted/S.outputs:surface>
        def Shader "S"
        {
            uniform token info:id = "UsdPreviewSurface"
            color3f inputs:diffuseColor.connect = </World/Looks/Painted/T.outputs:rgb>
            float inputs:roughness.connect = </World/Looks/Painted/T.outputs:r>
            token outputs:surface
        }
        def Shader "T"
        {
            uniform token info:id = "UsdUVTexture"
            asset inputs:file = @./textures/red.png@
            float2 inputs:st.connect = </World/Looks/Painted/R.outputs:result>
            float outputs:r
            float3 outputs:rgb
        }
        def Shader "R"
        {
            uniform token info:id = "UsdPrimvarReader_float2"
            string inputs:varname = "uv0"
            float2 outputs:result
        }
    }
}
"""

TWO_FACES = """
def Mesh "Two" (prepend apiSchemas = ["MaterialBindingAPI"])
{
    int[] faceVertexCounts = [4, 3]
    int[] faceVertexIndices = [0, 1, 2, 3, 1, 4, 2]
    point3f[] points = [(0, 0, 0), (100, 0, 0), (100, 100, 0), (0, 100, 0), (200, 50, 0)]
    texCoord2f[] primvars:uv0 = [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0), (1, 0), (0, 1)] (
        interpolation = "faceVarying"
    )
    uniform token subdivisionScheme = "none"
    uniform token orientation = "leftHanded"
    rel material:binding = </World/Looks/Painted>
    def GeomSubset "Tip" (prepend apiSchemas = ["MaterialBindingAPI"])
    {
        uniform token elementType = "face"
        uniform token familyName = "materialBind"
        int[] indices = [1]
        rel material:binding = </World/Looks/Red>
    }
}
"""

SHAPES = """
def Sphere "Ball"
{
    double radius = 50
    color3f[] primvars:displayColor = [(0, 0, 1)]
    double3 xformOp:translate = (0, 0, 300)
    uniform token[] xformOpOrder = ["xformOp:translate"]
}
def Cube "Guide"
{
    uniform token purpose = "guide"
}
def Cube "Gone"
{
    token visibility = "invisible"
}
def Xform "Choice" (
    variants = { string size = "large" }
    prepend variantSets = "size"
)
{
    variantSet "size" = {
        "small" {
            def Cube "Box"
            {
                double size = 10
            }
        }
        "large" {
            def Cube "Box"
            {
                double size = 20
            }
        }
    }
}
"""


def shared(name: str, x: int) -> str:
    """Return an instance of the part in the other layer of the package."""
    return (
        f'def Xform "{name}" (\n    instanceable = true\n    references = @./part.usda@\n)\n{{\n'
        f"    double3 xformOp:translate = ({x}, 0, 0)\n"
        '    uniform token[] xformOpOrder = ["xformOp:translate"]\n}\n'
    )


INSTANCER = f"""
def PointInstancer "Bolts"
{{
    int[] protoIndices = [0, 0, 0]
    point3f[] positions = [(0, 0, 0), (0, 10, 0), (0, 20, 0)]
    int64[] invisibleIds = [1]
    rel prototypes = [</World/Bolts/Bolt>]
    def Xform "Bolt"
    {{
        {square("Head")}
    }}
}}
"""


def everything() -> bytes:
    """Return the package."""
    body = MATERIALS + TWO_FACES + SHAPES + shared("Left", -500) + shared("Right", 500) + INSTANCER
    metadata = 'defaultPrim = "World"\n    upAxis = "Z"\n    metersPerUnit = 0.01'
    part = usda(
        f'def Xform "Part" (displayName = "Pump 1")\n{{\n{square("Plate")}\n}}',
        'defaultPrim = "Part"\n    upAxis = "Z"\n    metersPerUnit = 0.01',
    )
    return package(
        {
            "world.usda": usda(f'def Xform "World"\n{{\n{body}\n}}', metadata),
            "part.usda": part,
            "textures/red.png": PNG,
        }
    )
