// Decode the KTX2 images of a GLB by the transcoder of three.js: node read_ktx2.mjs GLB
// Writes 0.rgba, 1.rgba, … and prints what another reader says of each; neither is the converter's.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { read } from "../../../web/node_modules/three/examples/jsm/libs/ktx-parse.module.js";

const BASIS = new URL("../../../web/node_modules/three/examples/jsm/libs/basis/", import.meta.url);
const RGBA32 = 13;
const require = createRequire(import.meta.url);
const file = readFileSync(process.argv[2]);
const length = file.readUInt32LE(12);
const gltf = JSON.parse(file.subarray(20, 20 + length).toString());
const binary = file.subarray(28 + length);

const basis = await loadTranscoder();
const told = gltf.images.map((image, at) => {
  const { byteOffset: start = 0, byteLength } = gltf.bufferViews[image.bufferView];
  const content = new Uint8Array(binary.subarray(start, start + byteLength));
  writeFileSync(`${at}.rgba`, decoded(content));
  const { pixelWidth, pixelHeight, levels, vkFormat, dataFormatDescriptor, ...rest } =
    read(content);
  const [form] = dataFormatDescriptor;
  return {
    size: [pixelWidth, pixelHeight],
    levels: levels.length,
    format: vkFormat,
    scheme: rest.supercompressionScheme,
    model: form.colorModel,
    transfer: form.transferFunction,
    samples: form.samples.length,
  };
});
process.stdout.write(JSON.stringify(told));

function decoded(content) {
  const texture = new basis.KTX2File(content);
  if (!texture.isValid() || !texture.startTranscoding()) throw new Error("not read");
  const target = new Uint8Array(texture.getImageTranscodedSizeInBytes(0, 0, 0, RGBA32));
  if (!texture.transcodeImage(target, 0, 0, 0, RGBA32, 0, -1, -1)) throw new Error("not decoded");
  texture.close();
  texture.delete();
  return target;
}

// The transcoder is a script of before there were modules, in a folder of modules.
async function loadTranscoder() {
  const script = readFileSync(new URL("basis_transcoder.js", BASIS), "utf8");
  const names = ["require", "__dirname", "exports", "define"];
  const load = new Function(...names, `${script}; return BASIS;`)(require, fileURLToPath(BASIS));
  const loaded = await load({ wasmBinary: readFileSync(new URL("basis_transcoder.wasm", BASIS)) });
  loaded.initializeBasis();
  return loaded;
}
