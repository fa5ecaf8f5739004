import { expect, test } from "vitest";
import {
  formatAge,
  formatAgo,
  formatBytes,
  formatNumber,
  formatUnit,
  formatUtc,
  formatValue,
} from "../src/format";

test.each([
  [0, "0"],
  [-0, "0"],
  [1300, "1,300"],
  [1299.6, "1,300"],
  [12.3456, "12.35"],
  [0.5, "0.50"],
  [0.01234, "0.0123"],
  [-7.28561, "-7.286"],
  [-1e-9, "0.00"],
  [2_500_000, "2,500,000"],
  [Number.NaN, "–"],
  [Number.POSITIVE_INFINITY, "–"],
])("the number %d reads %s", (value, text) => {
  expect(formatNumber(value)).toBe(text);
});

test("a value that is not a number keeps its meaning", () => {
  expect(formatValue(null)).toBe("?");
  expect(formatValue(true)).toBe("on");
  expect(formatValue(false)).toBe("off");
  expect(formatValue(1, "BOOLEAN")).toBe("on");
  expect(formatValue(0, "BOOLEAN")).toBe("off");
  expect(formatValue("v1.2", "STRING")).toBe("v1.2");
});

test.each([
  ["degC", "°C"],
  ["m**3/h", "m³/h"],
  ["kg/m**2", "kg/m²"],
  ["1", ""],
  ["kWh/m³", "kWh/m³"],
])("the unit %s reads %s", (unit, symbol) => {
  expect(formatUnit(unit)).toBe(symbol);
});

test.each([
  [null, "never"],
  [-2, "now"],
  [1.4, "now"],
  [59.9, "59 s"],
  [60, "1 min"],
  [3599, "59 min"],
  [7200, "2 h"],
  [200_000, "2 d"],
])("an age of %s seconds reads %s", (seconds, text) => {
  expect(formatAge(seconds)).toBe(text);
});

test("a span of time says that it is past", () => {
  expect(formatAgo(30)).toBe("30 s ago");
  expect(formatAgo(0)).toBe("now");
  expect(formatAgo(null)).toBe("never");
});

test.each([
  [999, "999 B"],
  [1000, "1.0 kB"],
  [3_143_724, "3.1 MB"],
  [45_000_000, "45 MB"],
  [2_000_000_000_000, "2000 GB"],
])("%d bytes read %s", (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

test("an export gives the whole time in UTC", () => {
  expect(formatUtc(1_700_000_000.25)).toBe("2023-11-14T22:13:20.250Z");
  expect(formatUtc(null)).toBe("–");
});
