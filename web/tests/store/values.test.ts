import { expect, test, vi } from "vitest";
import type { LatestValue } from "../../src/api/types";
import { ValueStore } from "../../src/store/values";
import { good, signalOf } from "../support/site";

const SPEED = "/demo/P-101/speed";

function store(): ValueStore {
  return new ValueStore([signalOf("P-101", "speed")]);
}

function latest(change: Partial<LatestValue>): LatestValue {
  return {
    alias: SPEED,
    value: 1300,
    unit: "rpm",
    quality: "GOOD",
    time: 100,
    age_seconds: 1,
    stale: false,
    ...change,
  };
}

test("the newest by source time wins, in whatever order values come", () => {
  const values = store();
  values.receive({ alias: SPEED, points: [good(20, 1320), good(10, 1310)] });
  values.receive({ alias: SPEED, points: [good(15, 1315)] });
  expect(values.of(SPEED).value).toEqual(good(20, 1320));
});

test("a message that comes twice changes nothing", () => {
  const values = store();
  values.receive({ alias: SPEED, points: [good(20, 1320)] });
  values.receive({ alias: SPEED, points: [good(20, 1320)] });
  expect(values.of(SPEED).value).toEqual(good(20, 1320));
});

test("a slow answer does not undo what the live channel brought", () => {
  const values = store();
  values.receive({ alias: SPEED, points: [good(200, 1400)] });
  values.load([latest({ time: 100, value: 1300 })]);
  expect(values.of(SPEED).value?.value).toBe(1400);
});

test("a newer bad value replaces a good one", () => {
  const values = store();
  values.load([latest({})]);
  values.receive({ alias: SPEED, points: [{ time: 101, value: null, quality: "BAD" }] });
  expect(values.of(SPEED).value).toEqual({ time: 101, value: null, quality: "BAD" });
});

test("an attribute without a time is known until anything with a time comes", () => {
  const values = store();
  values.load([latest({ time: null, age_seconds: null, value: 1450 })]);
  expect(values.of(SPEED).value?.value).toBe(1450);
  expect(values.newestTime.value).toBeNull();
  values.receive({ alias: SPEED, points: [good(1, 1300)] });
  expect(values.of(SPEED).value?.value).toBe(1300);
});

test("a signal that never had a value stays unknown", () => {
  const values = store();
  values.load([latest({ time: null, age_seconds: null, value: null })]);
  expect(values.of(SPEED).value).toBeNull();
});

test("the age of the site is that of its newest value", () => {
  const values = store();
  values.receive({ alias: SPEED, points: [good(50, 1)] });
  values.receive({ alias: "/demo/T-101/level", points: [good(70, 1)] });
  values.receive({ alias: SPEED, points: [good(60, 1)] });
  expect(values.newestTime.value).toBe(70);
});

test("charts hear of late points too, until they stop listening", () => {
  const values = store();
  const heard = vi.fn();
  const stop = values.onPoints(heard);
  values.receive({ alias: SPEED, points: [good(20, 2)] });
  values.receive({ alias: SPEED, points: [good(10, 1)] });
  stop();
  values.receive({ alias: SPEED, points: [good(30, 3)] });
  expect(heard.mock.calls).toEqual([
    [SPEED, [good(20, 2)]],
    [SPEED, [good(10, 1)]],
  ]);
});
