// Basis Universal, as the package ktx2-encoder has it: it encodes and decodes.
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** The exit code of a child that refuses what it was given. */
export const REFUSED = 10;

const parent = process.ppid;

/**
 * Load Basis Universal from a folder of packages.
 *
 * @param {string} packages
 * @returns {Promise<any>}
 */
export async function loadBasis(packages) {
  const file = join(packages, "ktx2-encoder", "dist", "basis", "basis_encoder.js");
  const { default: load } = await import(pathToFileURL(file).href);
  const basis = await load();
  basis.initializeBasis();
  return basis;
}

/** End when nobody waits for the result any more: between two textures, which take seconds. */
export function endWithParent() {
  if (process.ppid !== parent) process.exit(1);
}
