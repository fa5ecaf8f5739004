import { expect, test } from "vitest";
import { AlarmStore, isActive, isAnnounced, needsAcknowledgement } from "../../src/store/alarms";
import { alarmBody } from "../support/site";

function ids(store: AlarmStore): string[] {
  return store.list.value.map((alarm) => alarm.alarm_id);
}

test("unacknowledged stand first, then by priority, then the newest", () => {
  const store = new AlarmStore();
  store.receive([
    alarmBody({ alarm_id: "normal", state: "NORMAL", priority: 1 }),
    alarmBody({ alarm_id: "acknowledged", state: "ACTIVE_ACKNOWLEDGED", priority: 1 }),
    alarmBody({ alarm_id: "returned", state: "RETURNED_UNACKNOWLEDGED", priority: 1 }),
    alarmBody({ alarm_id: "low", priority: 3, time: 300 }),
    alarmBody({ alarm_id: "old", priority: 2, time: 100 }),
    alarmBody({ alarm_id: "new", priority: 2, time: 200 }),
    alarmBody({ alarm_id: "shelved", state: "SHELVED", priority: 1 }),
  ]);
  expect(ids(store)).toEqual([
    "new",
    "old",
    "low",
    "returned",
    "acknowledged",
    "shelved",
    "normal",
  ]);
});

test("a message that is older than what is known is left", () => {
  const store = new AlarmStore();
  store.receive([alarmBody({ state: "ACTIVE_ACKNOWLEDGED", time: 120 })]);
  store.receive([alarmBody({ state: "ACTIVE_UNACKNOWLEDGED", time: 100 })]);
  expect(store.list.value[0]?.state).toBe("ACTIVE_ACKNOWLEDGED");
});

test("a message of the same time is news: shelving does not move the time", () => {
  const store = new AlarmStore();
  store.receive([alarmBody({ time: 100 })]);
  store.receive([alarmBody({ time: 100, state: "SHELVED" })]);
  expect(store.list.value).toHaveLength(1);
  expect(store.list.value[0]?.state).toBe("SHELVED");
});

test("an alarm that never changed has no time and gives way to one that did", () => {
  const store = new AlarmStore();
  store.receive([alarmBody({ time: null, state: "NORMAL" })]);
  store.receive([alarmBody({ time: 5 })]);
  expect(store.list.value[0]?.state).toBe("ACTIVE_UNACKNOWLEDGED");
});

test.each([
  ["NORMAL", false, false, false],
  ["ACTIVE_UNACKNOWLEDGED", true, true, true],
  ["ACTIVE_ACKNOWLEDGED", true, false, true],
  ["RETURNED_UNACKNOWLEDGED", false, true, true],
  ["SHELVED", false, false, false],
  ["OUT_OF_SERVICE", false, false, false],
] as const)("%s: active %s, waiting %s, announced %s", (state, active, waiting, announced) => {
  const alarm = alarmBody({ state });
  expect(isActive(alarm)).toBe(active);
  expect(needsAcknowledgement(alarm)).toBe(waiting);
  expect(isAnnounced(alarm)).toBe(announced);
});
