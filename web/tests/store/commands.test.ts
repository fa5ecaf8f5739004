import { expect, test } from "vitest";
import type { CommandBody } from "../../src/api/types";
import { CommandStore, phaseOf } from "../../src/store/commands";
import { commandBody } from "../support/site";

test.each([
  ["REQUESTED", "pending"],
  ["SENT", "pending"],
  ["APPLIED", "applied"],
  ["EXPIRED", "timed_out"],
  ["REFUSED", "rejected"],
  ["REJECTED", "rejected"],
  ["FAILED", "rejected"],
] as const)("%s is %s while it may still be answered", (state, phase) => {
  expect(phaseOf(commandBody({ state }), 110)).toBe(phase);
});

test("a request that nobody answers times out by the clock, a little after it expires", () => {
  const sent = commandBody({ state: "SENT", expires_at: 130 });
  expect(phaseOf(sent, 140)).toBe("pending");
  expect(phaseOf(sent, 140.1)).toBe("timed_out");
  expect(phaseOf(commandBody({ state: "APPLIED", expires_at: 130 }), 1000)).toBe("applied");
});

test("a state that comes late does not undo a newer one", () => {
  const store = new CommandStore();
  const [first] = commandBody().steps;
  const steps = first ? [first, { ...first, state: "APPLIED" as const }] : [];
  store.receive([commandBody({ state: "APPLIED", steps })]);
  store.receive([commandBody({ state: "REQUESTED" })]);
  expect(store.newestOf("P-101.set_speed")?.state).toBe("APPLIED");
});

test("each command knows its newest request", () => {
  const store = new CommandStore();
  const request = (request_id: string, change: Partial<CommandBody>): CommandBody =>
    commandBody({ request_id, ...change });
  store.receive([
    request("b", { requested_at: 200, value: 1250 }),
    request("a", { requested_at: 100 }),
    request("c", { requested_at: 300, command_id: "V-101.set_position" }),
  ]);
  expect(store.newestOf("P-101.set_speed")?.value).toBe(1250);
  expect(store.newestOf("P-102.set_speed")).toBeNull();
});
