import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { startedSource } from "../support/source";

const TOPICS = ["values", "alarms", "commands", "assets", "conversions", "runs", "studies"];

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("connects with the token and subscribes to every topic of the site", async () => {
  const { socket } = await startedSource();
  expect(socket(0).url).toBe("wss://live/event/realtime");
  expect(socket(0).protocols[0]).toBe("aws-appsync-event-ws");
  socket(0).onopen?.();
  expect(socket(0).sent).toEqual([{ type: "connection_init" }]);
  socket(0).say({ type: "connection_ack", connectionTimeoutMs: 300_000 });
  const subscriptions = socket(0).sent.slice(1);
  expect(subscriptions.map(({ channel }) => channel)).toEqual(
    TOPICS.map((topic) => `/twin/demo/${topic}`),
  );
  expect(subscriptions[0]?.authorization).toEqual({
    Authorization: "token-1",
    host: "live.example",
  });
});

test("is live only when the last topic is subscribed", async () => {
  const { socket, states, ready } = await startedSource();
  socket(0).onopen?.();
  socket(0).say({ type: "connection_ack" });
  for (const id of TOPICS.slice(1)) socket(0).say({ type: "subscribe_success", id });
  expect(states).toEqual([{ state: "connecting" }]);
  socket(0).say({ type: "subscribe_success", id: "values" });
  expect(states.at(-1)).toEqual({ state: "live" });
  expect(ready).toHaveBeenCalledOnce();
});

test("delivers the events of a topic, several in one frame too", async () => {
  const { socket, messages } = await startedSource();
  socket(0).accept();
  socket(0).say({ type: "data", id: "values", event: ['{"alias":"a"}', '{"alias":"b"}'] });
  socket(0).say({ type: "data", id: "alarms", event: '{"alarm_id":"x"}' });
  expect(messages).toEqual([
    ["values", { alias: "a" }],
    ["values", { alias: "b" }],
    ["alarms", { alarm_id: "x" }],
  ]);
});

test("what is no frame neither harms nor counts", async () => {
  const { socket, states, messages } = await startedSource();
  socket(0).accept();
  socket(0).say("<html>");
  socket(0).say({ type: "something_new" });
  expect(messages).toEqual([]);
  expect(states.at(-1)).toEqual({ state: "live" });
});

test.each([
  ["subscribe_error", { id: "alarms" }],
  ["connection_error", {}],
  ["error", {}],
])("a %s is a failure with the service's reason", async (type, more) => {
  const { socket, states } = await startedSource();
  socket(0).onopen?.();
  socket(0).say({ type: "connection_ack" });
  socket(0).say({ type, ...more, errors: [{ errorType: "UnauthorizedException" }] });
  expect(states.at(-1)).toMatchObject({ state: "offline", reason: "UnauthorizedException" });
});

test("a token that cannot be had is tried again, with a fresh one", async () => {
  const token = vi
    .fn<() => Promise<string>>()
    .mockRejectedValueOnce(new Error("the sign-in service cannot be reached"))
    .mockResolvedValue("token-2");
  const { sockets, socket, states } = await startedSource(token);
  expect(sockets).toHaveLength(0);
  expect(states.at(-1)).toMatchObject({
    state: "offline",
    reason: "the sign-in service cannot be reached",
  });
  await vi.advanceTimersByTimeAsync(1_000);
  socket(0).accept();
  expect(socket(0).sent[1]).toMatchObject({ authorization: { Authorization: "token-2" } });
});

test("stop closes the connection for good", async () => {
  const { source, sockets, socket, states } = await startedSource();
  socket(0).accept();
  source.stop();
  expect(socket(0).closed).toBe(true);
  await vi.advanceTimersByTimeAsync(600_000);
  expect(sockets).toHaveLength(1);
  expect(states.at(-1)).toEqual({ state: "live" });
});

test("stop while the token is on its way opens no connection", async () => {
  let arrive: (token: string) => void = () => undefined;
  const { source, sockets } = await startedSource(
    () =>
      new Promise((resolve) => {
        arrive = resolve;
      }),
  );
  source.stop();
  arrive("late");
  await vi.advanceTimersByTimeAsync(0);
  expect(sockets).toHaveLength(0);
});
