// SHA-256 of the parts of a file by WebCrypto, one part in memory at a time, and the digest of
// these digests, by which S3 and the service verify the file.

import type { UploadPart } from "../api/types";
import { slicesOf } from "./parts";

export interface FileDigest {
  /** The SHA-256, in base64, of the parts' SHA-256 in a row: the service compares it with its own. */
  checksum: string;
  parts: UploadPart[];
}

export async function digestFile(
  file: Blob,
  onProgress: (fraction: number) => void,
): Promise<FileDigest> {
  if (!globalThis.crypto?.subtle) {
    throw new Error("this page is not secure, so the browser offers no digests: open it by https");
  }
  const slices = slicesOf(file.size);
  const digests = new Uint8Array(32 * slices.length);
  const parts: UploadPart[] = [];
  for (const { partNumber, start, end } of slices) {
    const digest = await sha256(await file.slice(start, end).arrayBuffer());
    digests.set(digest, 32 * (partNumber - 1));
    parts.push({ part_number: partNumber, checksum: base64(digest) });
    onProgress(end / file.size);
  }
  return { checksum: base64(await sha256(digests.buffer)), parts };
}

export function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

async function sha256(bytes: ArrayBuffer): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}
