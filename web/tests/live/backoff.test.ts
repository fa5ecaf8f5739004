import { expect, test } from "vitest";
import { Backoff } from "../../src/live/backoff";

test("waits longer after each failure, up to half a minute", () => {
  const backoff = new Backoff(() => 1);
  expect([1, 2, 3, 4, 5, 6, 7].map(() => backoff.next())).toEqual([1, 2, 4, 8, 16, 30, 30]);
});

test("spreads the attempts of many consoles over half of the time", () => {
  expect(new Backoff(() => 0).next()).toBe(0.5);
  expect(new Backoff(() => 0.5).next()).toBe(0.75);
});

test("starts over after a success", () => {
  const backoff = new Backoff(() => 1);
  backoff.next();
  backoff.next();
  backoff.reset();
  expect(backoff.next()).toBe(1);
});
