import { expect, test, vi } from "vitest";
import { ApiError } from "../../src/api/errors";
import type { Role } from "../../src/api/types";
import { CommandWidget } from "../../src/panels/CommandWidget";
import { liveConsole } from "../support/console";
import { button, drawn, find, show, type } from "../support/page";
import { commandBody, SET_SPEED } from "../support/site";

function setUp(role: Role = "operator", requestCommand = vi.fn(async () => commandBody())) {
  const twin = liveConsole(role, { requestCommand });
  const host = show(twin, <CommandWidget command={SET_SPEED} />);
  return { twin, host, requestCommand };
}

function text(host: HTMLElement, selector: string): string {
  return find(host, selector).textContent?.replaceAll(/\s+/g, " ").trim() ?? "";
}

async function enter(host: HTMLElement, value: string): Promise<void> {
  type(host, "input", value);
  await drawn();
}

test("reported, desired and their difference are shown with the age", async () => {
  const { twin, host } = setUp();
  expect(text(host, "[data-field=reported]")).toBe("1,250 rpm now");
  expect(text(host, "[data-field=desired]")).toBe("–");
  const requested_at = Date.now() / 1000;
  twin.commands.receive([commandBody({ requested_at, expires_at: requested_at + 30 })]);
  await drawn();
  expect(text(host, "[data-field=desired]")).toBe("1,300 rpm");
  expect(text(host, "[data-field=difference]")).toContain("+50");
  expect(text(host, ".outcome")).toContain("Pending 0 s");
});

test("a value is sent only after it was confirmed, once, with a key of its own", async () => {
  const { host, requestCommand } = setUp();
  await enter(host, "1300");
  button(host, "Apply…")?.click();
  await drawn();
  expect(requestCommand).not.toHaveBeenCalled();
  expect(text(host, "[role=alertdialog]")).toContain("from 1,250 to 1,300 rpm");
  button(host, "Send command")?.click();
  await drawn();
  expect(requestCommand.mock.calls).toEqual([
    [{ command_id: "P-101.set_speed", value: 1300, idempotency_key: expect.any(String) }],
  ]);
});

test("cancelling the confirmation sends nothing", async () => {
  const { host, requestCommand } = setUp();
  await enter(host, "1300");
  button(host, "Apply…")?.click();
  await drawn();
  button(host, "Cancel")?.click();
  await drawn();
  expect(requestCommand).not.toHaveBeenCalled();
  expect(find<HTMLInputElement>(host, "input").value).toBe("1300");
});

test("a value beyond the limits cannot be applied and says what is allowed", async () => {
  const { host } = setUp();
  await enter(host, "1601");
  expect(text(host, ".reason")).toBe("Please enter 0 to 1600 rpm.");
  expect(button(host, "Apply…")?.disabled).toBe(true);
});

test("what the service refuses is said with its code", async () => {
  const refused = new ApiError(422, { code: "COMMAND_INTERLOCKED", message: "the tank is empty" });
  const { host } = setUp("operator", vi.fn().mockRejectedValue(refused));
  await enter(host, "1300");
  button(host, "Apply…")?.click();
  await drawn();
  button(host, "Send command")?.click();
  await drawn();
  expect(text(host, ".outcome")).toBe("Refused the tank is empty (COMMAND_INTERLOCKED)");
});

test("a viewer sees the values and no way to send", async () => {
  const { host } = setUp("viewer");
  expect(text(host, "[data-field=reported]")).toBe("1,250 rpm now");
  expect(button(host, "Apply…")).toBeNull();
  expect(host.querySelector("input")).toBeNull();
  expect(text(host, ".reason")).toContain("viewer may not operate");
});

test("no second command while one is pending", async () => {
  const { twin, host } = setUp();
  const requested_at = Date.now() / 1000;
  twin.commands.receive([commandBody({ requested_at, expires_at: requested_at + 30 })]);
  await drawn();
  expect(find<HTMLInputElement>(host, "input").disabled).toBe(true);
  expect(button(host, "Apply…")?.disabled).toBe(true);
});

test("feedback that went stale stops the command and is marked", async () => {
  const { twin, host } = setUp();
  const now = Date.now() / 1000;
  const ahead = { alias: "x", value: 1, unit: "", quality: "GOOD" as const, stale: false };
  twin.clock.learn([{ ...ahead, time: now + 60, age_seconds: 30 }]);
  await drawn();
  expect(text(host, "[data-field=reported]")).toBe("? 1,250 rpm 1 min ago");
  expect(text(host, ".reason")).toBe("Not available: the feedback is stale.");
});
