import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { TrajectoryBody } from "../../src/api/types";
import { AlarmStore } from "../../src/store/alarms";
import { Clock } from "../../src/store/clock";
import { PartStore } from "../../src/store/parts";
import { Replay } from "../../src/store/replay";
import { SiteIndex } from "../../src/store/site";
import { ValueStore } from "../../src/store/values";
import { alarmBody, good, siteDocument } from "../support/site";

const FLOW = "/demo/P-101/flow";
const SPEED = "/demo/P-101/speed";
const VIBRATION = "/demo/P-101/vibration";

const TRAJECTORY: TrajectoryBody = {
  run_id: "run-1",
  candidate: 0,
  inputs_at: 1000,
  seconds: [0, 20, 60],
  outputs: [
    { variable: "flow", alias: FLOW, unit: "m³/h", values: [10, 30, 40] },
    { variable: "vibration", alias: VIBRATION, unit: "mm/s", values: [1, 5, 9] },
  ],
  inputs: [{ variable: "speed", alias: SPEED, unit: "rpm", value: 1200 }],
};

function setUp() {
  const site = new SiteIndex(siteDocument());
  const values = new ValueStore(site.document.signals);
  const clock = new Clock();
  const alarms = new AlarmStore();
  for (const { alias } of site.document.signals) {
    values.receive({ alias, points: [good(2000, 1)] });
  }
  const replay = new Replay(values, clock);
  const parts = new PartStore(site, values, alarms, clock);
  return { values, clock, alarms, replay, parts };
}

beforeEach(() => {
  vi.useFakeTimers({ now: 2_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

test("views show the simulation, while what the plant is at stays as it is", () => {
  const { values, clock, replay } = setUp();
  replay.begin({ title: "slow", trajectory: TRAJECTORY });
  expect(values.shown(FLOW).value).toEqual(good(1000, 10));
  expect(values.shown(SPEED).value).toEqual(good(1000, 1200));
  expect(values.of(FLOW).value).toEqual(good(2000, 1));
  expect(clock.shown.value).toBe(1000);
  expect(clock.now.value).toBe(2000);
  replay.end();
  expect(values.shown(FLOW).value).toEqual(good(2000, 1));
  expect(clock.shown.value).toBe(2000);
});

test("it plays to its end within ten seconds and stays there", () => {
  const { values, replay } = setUp();
  replay.begin({ title: "slow", trajectory: TRAJECTORY });
  vi.advanceTimersByTime(5000);
  expect(replay.seconds.value).toBeCloseTo(30);
  expect(values.shown(FLOW).value?.value).toBeCloseTo(32.5);
  vi.advanceTimersByTime(6000);
  expect(replay.playing.value).toBe(false);
  expect(values.shown(FLOW).value).toEqual(good(1060, 40));
  replay.play();
  expect(replay.seconds.value).toBe(0);
  replay.end();
});

test("any moment can be sought, none outside of it", () => {
  const { values, replay } = setUp();
  replay.begin({ title: "slow", trajectory: TRAJECTORY });
  replay.pause();
  replay.seek(10);
  expect(values.shown(FLOW).value).toEqual(good(1010, 20));
  replay.seek(999);
  expect(replay.seconds.value).toBe(60);
  replay.seek(-1);
  expect(replay.seconds.value).toBe(0);
});

test("a chart gets the course up to the moment that is shown", () => {
  const { replay } = setUp();
  expect(replay.span.value).toBeNull();
  replay.begin({ title: "slow", trajectory: TRAJECTORY });
  replay.seek(40);
  expect(replay.pointsOf(FLOW)).toEqual([good(1000, 10), good(1020, 30), good(1040, 35)]);
  expect(replay.pointsOf(SPEED)).toEqual([]);
  expect(replay.span.value).toEqual([940, 1060]);
  replay.end();
});

test("a part has the colour of the alarm that the simulation would raise", () => {
  const { alarms, replay, parts } = setUp();
  alarms.receive([alarmBody()]);
  expect(parts.of("P-101").value.priority).toBe(1);
  replay.begin({ title: "slow", trajectory: TRAJECTORY });
  replay.seek(20);
  expect(parts.of("P-101").value.priority).toBe(0);
  replay.seek(60);
  expect(parts.of("P-101").value.priority).toBe(1);
  expect(parts.of("PS-1").value.priority).toBe(1);
  expect(parts.of("P-101").value.unacknowledged).toBe(false);
  expect(parts.of("T-101").value.priority).toBe(0);
  replay.end();
  expect(parts.of("P-101").value.unacknowledged).toBe(true);
});

test("a simulation of later leaves what it does not know as the plant says now", () => {
  const { replay, parts } = setUp();
  const later = { ...TRAJECTORY, inputs_at: 9000 };
  replay.begin({ title: "slow", trajectory: later });
  expect(parts.of("P-101").value).toMatchObject({ health: "good", running: true });
  expect(parts.of("T-101").value.health).toBe("good");
  replay.end();
});
