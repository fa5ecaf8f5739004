import { expect, test } from "vitest";
import { isBeyond, reachesBeyond } from "../../src/store/limits";
import { VIBRATION_HIGH } from "../support/site";

test("an interval reaches beyond a limit by its nearer end", () => {
  expect(reachesBeyond(VIBRATION_HIGH, 6, 7.2)).toBe(true);
  expect(reachesBeyond(VIBRATION_HIGH, 6, 7.1)).toBe(false);
  expect(reachesBeyond({ ...VIBRATION_HIGH, comparison: ">=" }, 6, 7.1)).toBe(true);
  expect(reachesBeyond({ ...VIBRATION_HIGH, comparison: "<" }, 7.0, 9)).toBe(true);
  expect(reachesBeyond({ ...VIBRATION_HIGH, comparison: "<=" }, 7.2, 9)).toBe(false);
  expect(reachesBeyond({ ...VIBRATION_HIGH, comparison: "==" }, 7, 8)).toBe(true);
  expect(reachesBeyond({ ...VIBRATION_HIGH, comparison: "!=" }, 7.1, 7.1)).toBe(false);
});

test("only numbers and switches have limits", () => {
  expect(isBeyond(VIBRATION_HIGH, 9)).toBe(true);
  expect(isBeyond({ ...VIBRATION_HIGH, comparison: "==", threshold: 1 }, true)).toBe(true);
  expect(isBeyond(VIBRATION_HIGH, "9")).toBe(false);
  expect(isBeyond(VIBRATION_HIGH, null)).toBe(false);
});
