// Write a GLB whose views are as the decoder of three.js unpacks them: node unpack_meshopt.mjs IN OUT
// The console shows models by the same decoder; it is not the one of the converter.
import { readFileSync, writeFileSync } from "node:fs";
import { MeshoptDecoder } from "../../../web/node_modules/three/examples/jsm/libs/meshopt_decoder.module.js";

const EXTENSIONS = ["EXT_meshopt_compression", "KHR_meshopt_compression"];
const [, , from, to] = process.argv;
const file = readFileSync(from);
const length = file.readUInt32LE(12);
const gltf = JSON.parse(file.subarray(20, 20 + length).toString());
const binary = file.subarray(28 + length);

await MeshoptDecoder.ready;
const parts = [];
let size = 0;
for (const view of gltf.bufferViews) {
  const content = unpacked(view);
  Object.assign(view, { buffer: 0, byteOffset: size });
  delete view.extensions;
  const padding = -content.length & 3;
  parts.push(content, Buffer.alloc(padding));
  size += content.length + padding;
}
gltf.buffers = [{ byteLength: size }];
for (const name of ["extensionsUsed", "extensionsRequired"]) {
  gltf[name] = (gltf[name] ?? []).filter((one) => !EXTENSIONS.includes(one));
  if (!gltf[name].length) delete gltf[name];
}

let text = JSON.stringify(gltf);
text += " ".repeat(-Buffer.byteLength(text) & 3);
const chunks = [chunk("JSON", Buffer.from(text)), chunk("BIN\0", Buffer.concat(parts))];
const header = Buffer.from("glTF\x02\0\0\0\0\0\0\0", "latin1");
header.writeUInt32LE(chunks.reduce((sum, one) => sum + one.length, header.length), 8);
writeFileSync(to, Buffer.concat([header, ...chunks]));

function unpacked(view) {
  const name = EXTENSIONS.find((one) => view.extensions?.[one]);
  const { byteOffset: start = 0, byteLength, count, byteStride, mode, filter } = name
    ? view.extensions[name]
    : view;
  const content = binary.subarray(start, start + byteLength);
  if (!name) return content;
  const target = new Uint8Array(count * byteStride);
  MeshoptDecoder.decodeGltfBuffer(target, count, byteStride, content, mode, filter);
  return Buffer.from(target);
}

function chunk(kind, content) {
  const head = Buffer.alloc(8);
  head.writeUInt32LE(content.length, 0);
  head.write(kind, 4, "latin1");
  return Buffer.concat([head, content]);
}
