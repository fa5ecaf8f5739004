import { expect, test, vi } from "vitest";
import { base64, digestFile } from "../../src/upload/digest";

const PART = 8 * 1024 * 1024;
const ABC = "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=";

test("the digest of a part is that of FIPS 180-4, the checksum that of the digests", async () => {
  expect(await digestFile(new Blob(["abc"]), () => undefined)).toEqual({
    checksum: "T4tCwi3TcptRm6b2jS2nzFstYG0F2u1a1RKMwD5sY1g=",
    parts: [{ part_number: 1, checksum: ABC }],
  });
});

test("an empty file has no parts", async () => {
  const { parts } = await digestFile(new Blob([]), () => undefined);
  expect(parts).toEqual([]);
});

test("each part has a digest of its own, with progress in between", async () => {
  const bytes = new Uint8Array(PART + 3);
  bytes.set([97, 98, 99], PART);
  const progress = vi.fn();
  const { checksum, parts } = await digestFile(new Blob([bytes]), progress);
  expect(parts.map((part) => part.part_number)).toEqual([1, 2]);
  expect(parts[1]?.checksum).toBe(ABC);
  const digests = parts.flatMap((part) => [...atob(part.checksum)].map((one) => one.charCodeAt(0)));
  const whole = await crypto.subtle.digest("SHA-256", new Uint8Array(digests));
  expect(checksum).toBe(base64(new Uint8Array(whole)));
  expect(progress.mock.calls.map(([fraction]) => fraction)).toEqual([PART / (PART + 3), 1]);
});

test("bytes are spelled as S3 and the API want them", () => {
  expect(base64(new Uint8Array([0, 255, 16]))).toBe("AP8Q");
});

test("a page without WebCrypto says what to do", async () => {
  vi.stubGlobal("crypto", {});
  await expect(digestFile(new Blob(["abc"]), () => undefined)).rejects.toThrow("https");
  vi.unstubAllGlobals();
});
