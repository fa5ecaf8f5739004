import { effect } from "@preact/signals";
import { expect, test, vi } from "vitest";
import { AlarmStore } from "../../src/store/alarms";
import { Clock } from "../../src/store/clock";
import { PartStore } from "../../src/store/parts";
import { SiteIndex } from "../../src/store/site";
import { ValueStore } from "../../src/store/values";
import { alarmBody, good, siteDocument } from "../support/site";

const MEASURED = ["running", "speed", "flow", "vibration"];

/** A pump whose values are all new, at a clock that the test moves. */
function setUp(now = 1000) {
  vi.spyOn(Date, "now").mockImplementation(() => now * 1000);
  const clock = new Clock();
  const site = new SiteIndex(siteDocument());
  const values = new ValueStore(site.document.signals);
  const alarms = new AlarmStore();
  for (const name of MEASURED) {
    values.receive({ alias: `/demo/P-101/${name}`, points: [good(now, 1)] });
  }
  const moveTo = (seconds: number): void => {
    now = seconds;
    clock.learn([
      {
        alias: "x",
        value: 1,
        unit: "",
        quality: "GOOD",
        time: seconds - 1,
        age_seconds: 1,
        stale: false,
      },
    ]);
  };
  return { values, alarms, moveTo, parts: new PartStore(site, values, alarms, clock) };
}

test("a pump that runs with fresh good values is normal", () => {
  expect(setUp().parts.of("P-101").value).toEqual({
    priority: 0,
    unacknowledged: false,
    health: "good",
    running: true,
  });
});

test("it becomes stale by the clock alone, and then nobody says that it runs", () => {
  const { parts, moveTo } = setUp(1000);
  moveTo(1061);
  expect(parts.of("P-101").value).toMatchObject({ health: "stale", running: null });
});

test("the worst of its measurements counts", () => {
  const { parts, values } = setUp();
  values.receive({
    alias: "/demo/P-101/flow",
    points: [{ time: 1001, value: 3, quality: "BAD" }],
  });
  expect(parts.of("P-101").value.health).toBe("bad");
});

test("an asset with a measurement that never came has no data", () => {
  expect(setUp().parts.of("T-101").value.health).toBe("missing");
});

test("an alarm shows at the asset and at everything above it, not beside it", () => {
  const { parts, alarms } = setUp();
  alarms.receive([alarmBody({ priority: 2 })]);
  expect(parts.of("P-101").value).toMatchObject({ priority: 2, unacknowledged: true });
  expect(parts.of("PS-1").value).toMatchObject({ priority: 2, unacknowledged: true });
  expect(parts.of("T-101").value).toMatchObject({ priority: 0, unacknowledged: false });
});

test("the most urgent active alarm gives the colour; a shelved one gives none", () => {
  const { parts, alarms } = setUp();
  alarms.receive([
    alarmBody({ alarm_id: "a", priority: 3, state: "ACTIVE_ACKNOWLEDGED" }),
    alarmBody({ alarm_id: "b", priority: 2, state: "ACTIVE_ACKNOWLEDGED" }),
    alarmBody({ alarm_id: "c", priority: 1, state: "SHELVED" }),
  ]);
  expect(parts.of("P-101").value).toMatchObject({ priority: 2, unacknowledged: false });
});

test("an alarm that returned waits for its acknowledgement without a colour", () => {
  const { parts, alarms } = setUp();
  alarms.receive([alarmBody({ state: "RETURNED_UNACKNOWLEDGED" })]);
  expect(parts.of("P-101").value).toMatchObject({ priority: 0, unacknowledged: true });
});

test("who draws a part is woken only when its state changes", () => {
  const { parts, values } = setUp();
  const drawn = vi.fn();
  const stop = effect(() => drawn(parts.of("P-101").value));
  for (const time of [1001, 1002, 1003]) {
    values.receive({ alias: "/demo/P-101/speed", points: [good(time, time)] });
  }
  expect(drawn).toHaveBeenCalledOnce();
  values.receive({ alias: "/demo/P-101/running", points: [good(1004, false)] });
  expect(drawn).toHaveBeenCalledTimes(2);
  stop();
});

test("an asset that the site does not have is a mistake, not a state", () => {
  expect(() => setUp().parts.of("X-1")).toThrow("X-1");
});
