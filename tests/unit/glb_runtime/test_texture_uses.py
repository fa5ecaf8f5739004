"""Which images of a scene hold directions and numbers."""

from __future__ import annotations

from glb_runtime.texture_uses import exact_images, image_of

MATERIAL = {
    "pbrMetallicRoughness": {"baseColorTexture": {"index": 0}},
    "normalTexture": {"index": 1},
    "extensions": {"KHR_materials_sheen": {"sheenColorTexture": {"index": 0}}},
}


def test_normals_are_exact_and_colours_are_not() -> None:
    gltf = {"materials": [MATERIAL], "textures": [{"source": 3}, {"source": 5}]}
    assert exact_images(gltf) == {5}


def test_an_image_that_is_webp_is_exact_too() -> None:
    webp = {"extensions": {"EXT_texture_webp": {"source": 7}}}
    assert image_of(webp) == 7
    assert exact_images({"materials": [MATERIAL], "textures": [{"source": 3}, webp]}) == {7}
