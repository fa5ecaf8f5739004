import { expect, test, vi } from "vitest";
import type { AlarmBody, Role } from "../../src/api/types";
import { AlarmList } from "../../src/panels/AlarmList";
import { consoleOf } from "../support/console";
import { button, drawn, find, show } from "../support/page";
import { alarmBody } from "../support/site";

function setUp(role: Role, ...alarms: AlarmBody[]) {
  const twin = consoleOf(role);
  twin.alarms.receive(alarms);
  const [acknowledge, open] = [vi.fn(), vi.fn()];
  const host = show(twin, <AlarmList onAcknowledge={acknowledge} onOpen={open} />);
  return { host, acknowledge, open };
}

test("an alarm says priority, asset, value with unit, limit and state", () => {
  const { host } = setUp("operator", alarmBody());
  const row = find(host, "tr[data-alarm]").textContent?.replaceAll(/\s+/g, " ");
  expect(row).toContain("■1");
  expect(row).toContain("P-101");
  expect(row).toContain("Vibration high");
  expect(row).toContain("9.30 mm/s limit > 7.10");
  expect(row).toContain("Active, unacknowledged");
});

test("the list shows what is current, and on demand everything", async () => {
  const { host } = setUp("operator", alarmBody({ state: "NORMAL", time: null }));
  expect(host.textContent).toContain("No alarms.");
  button(host, "All")?.click();
  await drawn();
  expect(host.querySelectorAll("tr[data-alarm]")).toHaveLength(1);
});

test("an operator acknowledges and opens the asset", () => {
  const { host, acknowledge, open } = setUp("operator", alarmBody());
  button(host, "Acknowledge")?.click();
  button(host, "P-101")?.click();
  expect(acknowledge).toHaveBeenCalledWith(alarmBody());
  expect(open).toHaveBeenCalledWith("P-101");
});

test("a viewer cannot acknowledge", () => {
  const { host } = setUp("viewer", alarmBody());
  expect(button(host, "Acknowledge")?.disabled).toBe(true);
});

test("an acknowledged alarm says by whom and why", () => {
  const { host } = setUp(
    "operator",
    alarmBody({
      state: "ACTIVE_ACKNOWLEDGED",
      acknowledged_by: "otto",
      comment: "bearing ordered",
    }),
  );
  expect(button(host, "Acknowledge")).toBeNull();
  expect(host.textContent).toContain("otto: bearing ordered");
});

test("a value that may not be trusted is marked", () => {
  const { host } = setUp("operator", alarmBody({ suspect: true }));
  expect(host.textContent).toContain("? 9.30");
});
