import { expect, test } from "vitest";
import { partSize, slicesOf } from "../../src/upload/parts";

const MEBIBYTE = 1024 * 1024;
const GIBIBYTE = 1024 * MEBIBYTE;

test("a small file is one part, an empty one too", () => {
  expect(slicesOf(100)).toEqual([{ partNumber: 1, start: 0, end: 100 }]);
  expect(slicesOf(0)).toEqual([{ partNumber: 1, start: 0, end: 0 }]);
});

test("exactly one part size is one part; one byte more is two", () => {
  expect(slicesOf(8 * MEBIBYTE)).toHaveLength(1);
  expect(slicesOf(8 * MEBIBYTE + 1)).toEqual([
    { partNumber: 1, start: 0, end: 8 * MEBIBYTE },
    { partNumber: 2, start: 8 * MEBIBYTE, end: 8 * MEBIBYTE + 1 },
  ]);
});

test.each([20 * MEBIBYTE + 7, 8 * GIBIBYTE + 1, 900 * GIBIBYTE])(
  "the parts of %d bytes join without gap, and are few and large enough for S3",
  (bytes) => {
    const slices = slicesOf(bytes);
    expect(slices.length).toBeLessThanOrEqual(1000);
    expect(partSize(bytes)).toBeGreaterThanOrEqual(5 * MEBIBYTE);
    expect(slices[0]?.start).toBe(0);
    expect(slices.at(-1)?.end).toBe(bytes);
    for (const [index, { start }] of slices.entries()) {
      if (index > 0) expect(start).toBe(slices[index - 1]?.end);
    }
    expect(new Set(slices.slice(0, -1).map(({ start, end }) => end - start)).size).toBe(1);
  },
);
