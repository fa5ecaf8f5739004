import { expect, test, vi } from "vitest";
import { base64, digestFile, hexadecimal } from "../../src/upload/digest";

const PART = 8 * 1024 * 1024;

test("the digests are those of FIPS 180-4", async () => {
  expect(await digestFile(new Blob(["abc"]), () => undefined)).toEqual({
    sha256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    parts: [
      {
        part_number: 1,
        size_bytes: 3,
        sha256: "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=",
      },
    ],
  });
});

test("an empty file has the digest of nothing", async () => {
  const { sha256 } = await digestFile(new Blob([]), () => undefined);
  expect(sha256).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
});

test("the whole and each part have digests of their own, with progress in between", async () => {
  const bytes = new Uint8Array(PART + 3);
  bytes.set([97, 98, 99], PART);
  const progress = vi.fn();
  const { sha256, parts } = await digestFile(new Blob([bytes]), progress);
  const whole = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  expect(sha256).toBe(hexadecimal(whole));
  expect(parts.map((part) => part.size_bytes)).toEqual([PART, 3]);
  expect(parts[1]?.sha256).toBe("ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
  expect(progress.mock.calls.map(([fraction]) => fraction)).toEqual([PART / (PART + 3), 1]);
});

test("bytes are spelled as S3 and the API want them", () => {
  expect(base64(new Uint8Array([0, 255, 16]))).toBe("AP8Q");
  expect(hexadecimal(new Uint8Array([0, 255, 16]))).toBe("00ff10");
});

test("a page without WebCrypto says what to do", async () => {
  vi.stubGlobal("crypto", {});
  await expect(digestFile(new Blob(["abc"]), () => undefined)).rejects.toThrow("https");
  vi.unstubAllGlobals();
});
