import { expect, test } from "vitest";
import { readingOf } from "../../src/store/reading";
import { good, signalOf } from "../support/site";

const SPEED = signalOf("P-101", "speed", { stale_after_seconds: 60 });

test("a value becomes stale by the clock alone, without any message", () => {
  const point = good(100, 1300);
  expect(readingOf(SPEED, point, 160)).toMatchObject({ health: "good", ageSeconds: 60 });
  expect(readingOf(SPEED, point, 160.5)).toMatchObject({ health: "stale", ageSeconds: 60.5 });
});

test("bad quality outweighs age, and keeps the value for people to see", () => {
  const bad = { time: 100, value: 1300, quality: "BAD" as const };
  expect(readingOf(SPEED, bad, 1000)).toEqual({ health: "bad", value: 1300, ageSeconds: 900 });
  expect(readingOf(SPEED, { ...bad, quality: "UNCERTAIN" }, 100).health).toBe("bad");
  expect(readingOf(SPEED, good(100, null), 100).health).toBe("bad");
});

test("a signal without any value is missing", () => {
  expect(readingOf(SPEED, null, 100)).toEqual({ health: "missing", value: null, ageSeconds: null });
});

test("an attribute never ages", () => {
  const rated = signalOf("P-101", "rated_speed", { kind: "attribute" });
  expect(readingOf(rated, good(0, 1450), 1e9)).toEqual({
    health: "good",
    value: 1450,
    ageSeconds: null,
  });
});

test("a source clock ahead of ours is no negative age", () => {
  expect(readingOf(SPEED, good(105, 1), 100).ageSeconds).toBe(0);
});
