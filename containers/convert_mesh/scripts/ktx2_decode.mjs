// Write the largest level of each NAME.ktx2 as NAME.rgba: node ktx2_decode.mjs PACKAGES NAME…
import { readFileSync, writeFileSync } from "node:fs";
import { endWithParent, loadBasis, REFUSED } from "./basis.mjs";

const LEVEL = 0;
const LAYER = 0;
const FACE = 0;
const FLAGS = 0;
const ALL_CHANNELS = -1;

const [, , packages, ...names] = process.argv;
const basis = await loadBasis(packages);
const rgba = basis.transcoder_texture_format.cTFRGBA32.value;
for (const name of names) {
  endWithParent();
  writeFileSync(`${name}.rgba`, decoded(readFileSync(`${name}.ktx2`)));
}

/**
 * Return the pixels of a texture, four bytes each; end the process where it has none.
 *
 * @param {Buffer} content
 * @returns {Uint8Array}
 */
function decoded(content) {
  const file = new basis.KTX2File(new Uint8Array(content));
  try {
    if (!file.isValid() || !file.startTranscoding()) process.exit(REFUSED);
    const target = new Uint8Array(file.getImageTranscodedSizeInBytes(LEVEL, LAYER, FACE, rgba));
    const places = [LEVEL, LAYER, FACE, rgba, FLAGS, ALL_CHANNELS, ALL_CHANNELS];
    if (!file.transcodeImage(target, ...places)) process.exit(REFUSED);
    return target;
  } catch (error) {
    // WebAssembly ends by a trap where a stream leads it astray; a lack of memory is no refusal.
    if (error instanceof WebAssembly.RuntimeError) process.exit(REFUSED);
    throw error;
  } finally {
    file.close();
    file.delete();
  }
}
