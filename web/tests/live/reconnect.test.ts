import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { startedSource } from "../support/source";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("silence for longer than the keep-alive promises is a lost connection", async () => {
  const { socket, sockets, states } = await startedSource();
  socket(0).accept(60_000);
  await vi.advanceTimersByTimeAsync(59_000);
  socket(0).say({ type: "ka" });
  await vi.advanceTimersByTimeAsync(59_000);
  expect(states.at(-1)).toEqual({ state: "live" });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(states.at(-1)).toEqual({
    state: "offline",
    retryInSeconds: 1,
    reason: "the live service fell silent",
  });
  expect(socket(0).closed).toBe(true);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(sockets).toHaveLength(2);
});

test("a handshake that nobody answers is given up", async () => {
  const { states } = await startedSource();
  await vi.advanceTimersByTimeAsync(14_999);
  expect(states.at(-1)).toEqual({ state: "connecting" });
  await vi.advanceTimersByTimeAsync(1);
  expect(states.at(-1)).toMatchObject({
    state: "offline",
    reason: "the live service did not answer in time",
  });
});

test("comes back after a lost connection and says that something may have been missed", async () => {
  const { socket, states, ready } = await startedSource();
  socket(0).accept();
  socket(0).onclose?.({ reason: "going away" });
  expect(states.at(-1)).toMatchObject({ state: "offline", reason: "going away" });
  await vi.advanceTimersByTimeAsync(1_000);
  socket(1).accept();
  expect(states.at(-1)).toEqual({ state: "live" });
  expect(ready).toHaveBeenCalledTimes(2);
});

test("waits longer each time it fails, and starts over once it was live", async () => {
  const { socket, states } = await startedSource();
  for (const [index, seconds] of [1, 2, 4].entries()) {
    socket(index).onclose?.({ reason: "" });
    await vi.advanceTimersByTimeAsync(seconds * 1000);
  }
  socket(3).accept();
  socket(3).onclose?.({ reason: "" });
  const waits = states.flatMap((status) =>
    status.state === "offline" ? [status.retryInSeconds] : [],
  );
  expect(waits).toEqual([1, 2, 4, 1]);
});

test("stop while waiting to retry ends the retries", async () => {
  const { source, sockets, socket } = await startedSource();
  socket(0).onclose?.({ reason: "" });
  source.stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(sockets).toHaveLength(1);
});

test("the network coming back connects at once", async () => {
  const { socket, sockets } = await startedSource();
  socket(0).onclose?.({ reason: "" });
  expect(sockets).toHaveLength(1);
  dispatchEvent(new Event("online"));
  await vi.advanceTimersByTimeAsync(0);
  expect(sockets).toHaveLength(2);
});

test("an attempt that was given up cannot disturb the next one by failing late", async () => {
  const failures: ((error: Error) => void)[] = [];
  const token = vi
    .fn<() => Promise<string>>()
    .mockImplementationOnce(() => new Promise((_, reject) => failures.push(reject)))
    .mockResolvedValue("token-2");
  const { socket, states } = await startedSource(token);
  dispatchEvent(new Event("online"));
  await vi.advanceTimersByTimeAsync(0);
  socket(0).accept();
  failures[0]?.(new Error("too late"));
  await vi.advanceTimersByTimeAsync(0);
  expect(states.at(-1)).toEqual({ state: "live" });
  expect(socket(0).closed).toBe(false);
});
