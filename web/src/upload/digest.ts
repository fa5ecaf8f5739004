// SHA-256 of a file in one pass: each part by WebCrypto, the whole by a running digest, so that
// no more than one part is in memory.

import { sha256 } from "@noble/hashes/sha2.js";
import type { UploadPart } from "../api/types";
import { slicesOf } from "./parts";

export interface FileDigest {
  sha256: string;
  parts: UploadPart[];
}

export async function digestFile(
  file: Blob,
  onProgress: (fraction: number) => void,
): Promise<FileDigest> {
  if (!globalThis.crypto?.subtle) {
    throw new Error("this page is not secure, so the browser offers no digests: open it by https");
  }
  const whole = sha256.create();
  const parts: UploadPart[] = [];
  for (const { partNumber, start, end } of slicesOf(file.size)) {
    const bytes = await file.slice(start, end).arrayBuffer();
    whole.update(new Uint8Array(bytes));
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    parts.push({ part_number: partNumber, size_bytes: end - start, sha256: base64(digest) });
    onProgress(file.size ? end / file.size : 1);
  }
  return { sha256: hexadecimal(whole.digest()), parts };
}

export function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

export function hexadecimal(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
