import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { LatestValue } from "../../src/api/types";
import { Clock } from "../../src/store/clock";

function aged(time: number | null, age_seconds: number | null): LatestValue {
  return { alias: "x", value: 1, unit: "", quality: "GOOD", time, age_seconds, stale: false };
}

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

test("ticks each second, until it is stopped", () => {
  const clock = new Clock();
  clock.start();
  vi.advanceTimersByTime(3000);
  expect(clock.now.value).toBe(1003);
  clock.stop();
  vi.advanceTimersByTime(3000);
  expect(clock.now.value).toBe(1003);
});

test("a browser whose clock is wrong shows the server's time", () => {
  const clock = new Clock();
  clock.start();
  clock.learn([aged(null, null), aged(4995, 5)]);
  expect(clock.now.value).toBe(5000);
  vi.advanceTimersByTime(2000);
  expect(clock.now.value).toBe(5002);
  clock.stop();
});

test("values without an age teach nothing", () => {
  const clock = new Clock();
  clock.learn([aged(null, null)]);
  expect(clock.now.value).toBe(1000);
});
