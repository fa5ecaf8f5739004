import { expect, test } from "vitest";
import { partSize, slicesOf } from "../../src/upload/parts";
import examples from "./part_sizes.json";

const MEBIBYTE = 1024 * 1024;
const GIBIBYTE = 1024 * MEBIBYTE;

test("a small file is one part, an empty one none", () => {
  expect(slicesOf(100)).toEqual([{ partNumber: 1, start: 0, end: 100 }]);
  expect(slicesOf(0)).toEqual([]);
});

test.each(examples)("$size_bytes bytes are cut as the service cuts them", (example) => {
  expect(partSize(example.size_bytes)).toBe(example.part_bytes);
  expect(slicesOf(example.size_bytes)).toHaveLength(example.part_count);
});

test.each([20 * MEBIBYTE + 7, 8 * GIBIBYTE + 1, 900 * GIBIBYTE])(
  "the parts of %d bytes join without gap",
  (bytes) => {
    const slices = slicesOf(bytes);
    expect(slices[0]?.start).toBe(0);
    expect(slices.at(-1)?.end).toBe(bytes);
    for (const [index, { start }] of slices.entries()) {
      if (index > 0) expect(start).toBe(slices[index - 1]?.end);
    }
    expect(new Set(slices.slice(0, -1).map(({ start, end }) => end - start)).size).toBe(1);
  },
);
