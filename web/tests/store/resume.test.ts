import { expect, test, vi } from "vitest";
import { TimeSeries } from "../../src/chart/series";
import type { Console } from "../../src/store/console";
import { type ApiPart, consoleOf, nothing } from "../support/console";
import { alarmBody, good } from "../support/site";

const SPEED = "/demo/P-101/speed";
const id = (milliseconds: number): string => `179000000${milliseconds}-00000000`;
const values = (at: number, ...points: { time: number }[]) => ({
  id: id(at),
  alias: SPEED,
  points,
});

const OFFLINE = { state: "offline" as const, retryInSeconds: 1, reason: "gone" };

/** A console that had everything, then one value, and then lost its connection. */
async function lostConsole(api: ApiPart): Promise<Console> {
  const twin = consoleOf("viewer", { ...nothing, ...api });
  await twin.resume();
  twin.onMessage("values", values(1001, good(1, 1300)));
  twin.onStatus(OFFLINE);
  return twin;
}

const current = (at: number) => ({ event: "current", data: { id: id(at) } });

test("after a lost connection what was missed is asked for by the newest id", async () => {
  const missed = vi.fn(async () => [
    { event: "values", data: values(1003, good(2, 1310), good(3, 1320)) },
    { event: "alarms", data: { ...alarmBody(), id: id(1002) } },
    current(1009),
  ]);
  const latest = vi.fn(async () => []);
  const twin = await lostConsole({ latest, missed });
  await twin.resume();
  expect(missed).toHaveBeenCalledWith(id(1001));
  expect(twin.values.of(SPEED).value).toEqual(good(3, 1320));
  expect(twin.alarms.list.value).toHaveLength(1);
  expect(latest).toHaveBeenCalledTimes(1);
  twin.onStatus(OFFLINE);
  await twin.resume();
  expect(missed).toHaveBeenLastCalledWith(id(1009));
});

test("what comes in while topics are subscribed again hides nothing that was missed", async () => {
  const missed = vi.fn(async () => [current(1009)]);
  const twin = await lostConsole({ missed });
  twin.onStatus({ state: "connecting" });
  twin.onMessage("values", values(1008, good(8, 1380)));
  await twin.resume();
  expect(missed).toHaveBeenCalledWith(id(1001));
});

test("a connection that is lost again while catching up is caught up from the start", async () => {
  const answers: (() => void)[] = [];
  const missed = vi.fn(
    () => new Promise((resolve) => answers.push(() => resolve([current(1009)]))),
  );
  const twin = await lostConsole({ missed });
  const first = twin.resume();
  twin.onStatus(OFFLINE);
  answers[0]?.();
  await first;
  const second = twin.resume();
  answers[1]?.();
  await second;
  expect(missed.mock.calls).toEqual([[id(1001)], [id(1001)]]);
});

test("what is told twice is drawn once, and the newest value stays", async () => {
  const missed = async () => [
    { event: "values", data: values(1001, good(1, 1300), good(2, 1310)) },
    current(1009),
  ];
  const twin = consoleOf("viewer", { ...nothing, missed });
  await twin.resume();
  const chart = new TimeSeries();
  twin.values.onPoints((_, points) => chart.add(points));
  twin.onMessage("values", values(1002, good(3, 1320)));
  twin.onMessage("values", values(1001, good(1, 1300)));
  twin.onStatus(OFFLINE);
  await twin.resume();
  expect(chart.rows()).toEqual([
    [1, 1300],
    [2, 1310],
    [3, 1320],
  ]);
  expect(twin.values.of(SPEED).value).toEqual(good(3, 1320));
});

test.each([
  ["a reset", async () => [{ event: "reset", data: { id: id(1009) } }, current(1009)]],
  ["an answer that breaks off", async () => [{ event: "runs", data: {} }]],
  [
    "a failure",
    async () => {
      throw new Error("gone");
    },
  ],
])("%s has everything loaded anew, and the charts too", async (_, missed) => {
  const latest = vi.fn(async () => []);
  const twin = await lostConsole({ latest, missed });
  await twin.resume();
  expect(latest).toHaveBeenCalledTimes(2);
  expect(twin.historyVersion.value).toBe(1);
});

test("at first everything is loaded, and nothing again while nothing was lost", async () => {
  const latest = vi.fn(async () => []);
  const missed = vi.fn();
  const twin = consoleOf("viewer", { ...nothing, latest, missed });
  await twin.resume();
  await twin.resume();
  expect(latest).toHaveBeenCalledTimes(1);
  expect(missed).not.toHaveBeenCalled();
  expect(twin.historyVersion.value).toBe(0);
});

test("while it is catching up the console says so and not that it is live", async () => {
  let answer: (events: { event: string; data: unknown }[]) => void = () => {};
  const missed = () =>
    new Promise((resolve) => {
      answer = resolve;
    });
  const twin = await lostConsole({ missed });
  twin.onMessage("values", values(1002, good(Date.now() / 1000, 1300)));
  twin.onStatus({ state: "live" });
  const done = twin.resume();
  expect(twin.connection.view.value.badge).toBe("catching-up");
  answer([current(1002)]);
  await done;
  expect(twin.connection.view.value.badge).toBe("live");
});
