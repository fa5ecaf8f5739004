import { expect, test } from "vitest";
import type { Point } from "../../src/api/types";
import { TimeSeries, thinned } from "../../src/chart/series";
import { good } from "../support/site";

function series(...points: Point[]): TimeSeries {
  const made = new TimeSeries();
  made.add(points);
  return made;
}

test("points stand in time order however they come", () => {
  expect(series(good(3, 30), good(1, 10), good(2, 20)).rows()).toEqual([
    [1, 10],
    [2, 20],
    [3, 30],
  ]);
});

test("a point that comes twice is one point, with the newer value", () => {
  const twice = series(good(1, 10), good(2, 20), good(1, 11));
  expect(twice.rows()).toEqual([
    [1, 11],
    [2, 20],
  ]);
});

test("a value that is not good is a gap, and a switch is 0 or 1", () => {
  const points: Point[] = [
    good(1, 10),
    { time: 2, value: 99, quality: "BAD" },
    { time: 3, value: 98, quality: "UNCERTAIN" },
    good(4, true),
    good(5, "text"),
  ];
  const values = series(...points)
    .rows()
    .map(([, value]) => value);
  expect(values).toEqual([10, null, null, 1, null]);
});

test("the extent is of the good values only", () => {
  const { extent } = series(good(1, 5), { time: 2, value: 900, quality: "BAD" }, good(3, -1));
  expect(extent).toEqual([-1, 5]);
  expect(series().extent).toBeNull();
});

test("a silence longer than allowed breaks the line, a shorter one does not", () => {
  const line = series(good(0, 1), good(10, 2), good(100, 3)).line(30);
  expect(line).toEqual([
    [0, 10, 55, 100],
    [1, 2, null, 3],
  ]);
});

test("trimming forgets what is older than the view", () => {
  const trimmed = series(good(1, 1), good(2, 2), good(3, 3));
  trimmed.trim(2);
  expect(trimmed.rows()).toEqual([
    [2, 2],
    [3, 3],
  ]);
  expect(trimmed.last).toEqual({ time: 3, value: 3 });
  trimmed.trim(100);
  expect(trimmed.last).toBeNull();
});

test("thinning keeps every peak, every gap and the order", () => {
  const times = Array.from({ length: 10_000 }, (_, index) => index);
  const values: (number | null)[] = times.map((time) => Math.sin(time / 100));
  values[4321] = 50;
  values[8765] = -50;
  values[5000] = null;
  const [keptTimes, keptValues] = thinned([times, values], 500);
  expect(keptTimes.length).toBeLessThanOrEqual(750);
  expect(keptValues[keptTimes.indexOf(4321)]).toBe(50);
  expect(keptValues[keptTimes.indexOf(8765)]).toBe(-50);
  expect(keptValues).toContain(null);
  expect([...keptTimes].sort((left, right) => left - right)).toEqual(keptTimes);
});

test("few points are plotted as they are", () => {
  const line: [number[], (number | null)[]] = [
    [1, 2],
    [3, 4],
  ];
  expect(thinned(line, 10)).toEqual(line);
});
