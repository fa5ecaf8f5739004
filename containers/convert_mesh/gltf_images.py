"""Images of a glTF: all inside of the file, PNG, JPEG or WebP.

https://registry.khronos.org/glTF/specs/2.0/glTF-2.0.html#images
"""

from __future__ import annotations

from container_runtime.child import Limits
from conversion_runtime.errors import SourceDamaged
from convert_mesh.embedded import texture_of
from convert_mesh.gltf_container import Json, read_address
from convert_mesh.gltf_tables import Value, table
from convert_mesh.gltf_views import SourceViews
from convert_mesh.ktx2_decode import with_plain_images
from glb_runtime.write_buffer import Buffer


def images_of(gltf: Json, views: SourceViews, buffer: Buffer, limits: Limits) -> list[Json]:
    """Return the images, with what they hold in a new buffer; what is KTX2 becomes PNG.

    Raises:
        SourceDamaged: one is no image.
        SourceExternalReference: one is another file.
        SourceUnsupported, SourceTooComplex: as `with_plain_images` says.
        ConversionTimeLimit, ConversionCrashed: the decoder did not end well.
    """
    found = [_content(image, views) for image in table(gltf, "images")]
    return [_image(content, buffer) for content in with_plain_images(found, limits)]


def _content(image: Value, views: SourceViews) -> bytes:
    if "bufferView" in image:
        return bytes(views.content(image["bufferView"]))
    return read_address(image, views.files)


def _image(content: bytes, buffer: Buffer) -> Json:
    texture = texture_of(content, "")
    if texture is None:
        raise SourceDamaged("an image is none of PNG, JPEG, WebP or KTX2", where="images")
    return {"bufferView": buffer.add(texture.content), "mimeType": texture.media_type}
