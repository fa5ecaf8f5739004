// Write each NAME.png as NAME.ktx2 with all levels: node ktx2_encode.mjs PACKAGES PLAN
// PLAN is a JSON file: a list of { name, is_exact }; exact textures hold directions and numbers.
import { readFileSync, writeFileSync } from "node:fs";
import { endWithParent, loadBasis } from "./basis.mjs";

// Of ETC1S: the least effort with the best quality. More effort is two to three times slower.
const EFFORT = 0;
const QUALITY = 255;
// Of UASTC: cPackUASTCLevelFaster. The next level takes three times as long for 0.1 dB.
const UASTC_LEVEL = 1;
const SLACK_BYTES = 1024 * 1024;
const PNG_WIDTH_AT = 16;
const PNG_HEIGHT_AT = 20;

const [, , packages, plan] = process.argv;
const basis = await loadBasis(packages);
for (const { name, is_exact } of JSON.parse(readFileSync(plan, "utf8"))) {
  endWithParent();
  writeFileSync(`${name}.ktx2`, encoded(readFileSync(`${name}.png`), is_exact));
}

/**
 * Return a PNG as KTX2.
 *
 * @param {Buffer} content
 * @param {boolean} isExact
 * @returns {Uint8Array}
 */
function encoded(content, isExact) {
  const encoder = new basis.BasisEncoder();
  try {
    prepare(encoder, isExact);
    const { value: png } = basis.ldr_image_type.cPNGImage;
    if (!encoder.setSliceSourceImage(0, new Uint8Array(content), 0, 0, png)) {
      throw new Error("a texture is not read");
    }
    const pixels = content.readUInt32BE(PNG_WIDTH_AT) * content.readUInt32BE(PNG_HEIGHT_AT);
    const target = new Uint8Array(2 * pixels + SLACK_BYTES);
    const length = encoder.encode(target);
    if (!length) throw new Error("a texture is not encoded");
    return target.subarray(0, length);
  } finally {
    encoder.delete();
  }
}

/**
 * Say how a texture is encoded: UASTC with linear levels, or ETC1S with levels of sRGB.
 *
 * @param {any} encoder
 * @param {boolean} isExact
 */
function prepare(encoder, isExact) {
  const { cUASTC_LDR_4x4, cETC1S } = basis.basis_tex_format;
  encoder.setStatusOutput(false);
  encoder.setCreateKTX2File(true);
  encoder.setTexType(basis.basis_texture_type.cBASISTexType2D.value);
  encoder.setFormatMode((isExact ? cUASTC_LDR_4x4 : cETC1S).value);
  encoder.setPackUASTCFlags(UASTC_LEVEL);
  encoder.setKTX2UASTCSupercompression(true);
  encoder.setETC1SCompressionLevel(EFFORT);
  encoder.setQualityLevel(QUALITY);
  encoder.setKTX2AndBasisSRGBTransferFunc(!isExact);
  encoder.setPerceptual(!isExact);
  encoder.setMipGen(true);
  encoder.setMipSRGB(!isExact);
}
