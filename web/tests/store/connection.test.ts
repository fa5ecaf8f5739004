import { expect, test } from "vitest";
import { viewOf } from "../../src/store/connection";

test("live means connected with new data", () => {
  expect(viewOf({ state: "live" }, 2)).toEqual({ badge: "live", ageSeconds: 2, reason: "" });
});

test("a connection that brings nothing new is delayed, not live", () => {
  expect(viewOf({ state: "live" }, 15).badge).toBe("live");
  expect(viewOf({ state: "live" }, 15.1).badge).toBe("delayed");
  expect(viewOf({ state: "live" }, null).badge).toBe("delayed");
});

test("offline says why, and how old the data is", () => {
  const status = { state: "offline" as const, retryInSeconds: 2, reason: "the network is gone" };
  expect(viewOf(status, 90)).toEqual({
    badge: "offline",
    ageSeconds: 90,
    reason: "the network is gone",
  });
});

test("connecting is neither live nor offline", () => {
  expect(viewOf({ state: "connecting" }, 1).badge).toBe("connecting");
});
