import { expect, test, vi } from "vitest";
import type { RunBody, WhatIfBody, WhatIfOutcome } from "../../src/api/types";
import { WhatIfPanel } from "../../src/panels/WhatIfPanel";
import { liveConsole } from "../support/console";
import { button, drawn, find, show, type } from "../support/page";
import { PUMP_MODEL, runBody } from "../support/site";

function flow(value: number): WhatIfOutcome["outputs"] {
  const bounds = { lower: value - 1, upper: value + 1, raw_lower: value - 1, raw_upper: value + 1 };
  const nothing = { measured: null, coverage: null, raw_coverage: null };
  return { flow: { value, ...bounds, unit: "m³/h", ...nothing } };
}

function outcome(change: Partial<WhatIfOutcome>): WhatIfOutcome {
  return {
    index: 0,
    rank: null,
    name: "speed = 1200",
    inputs: { speed: 1200 },
    violations: [],
    reasons: [],
    outputs: {},
    breaches: [],
    error: null,
    ...change,
  };
}

function body(state: RunBody["state"], outcomes: WhatIfOutcome[]): WhatIfBody {
  return { run: runBody({ state }), command_id: null, objective: null, outcomes };
}

const FAST = outcome({ index: 1, name: "speed = 1300", inputs: { speed: 1300 } });
const TOO_FAST = { code: "COMMAND_TOO_FAST", message: "too fast", found: "", expected: "" };
const RANKED = body("SUCCEEDED", [
  { ...FAST, rank: 1, outputs: flow(33) },
  outcome({ rank: 2, outputs: flow(30), violations: [TOO_FAST] }),
]);

test("several numbers are compared and shown from the best to the worst", async () => {
  const startWhatIf = vi.fn(async (_order: unknown) => body("QUEUED", [outcome({}), FAST]));
  const whatIf = vi.fn(async () => RANKED);
  const twin = liveConsole("operator", { startWhatIf, whatIf });
  const host = show(twin, <WhatIfPanel model={PUMP_MODEL} />);
  type(host, "input", "1200, 1300");
  await drawn();
  const choice = find<HTMLSelectElement>(host, "select");
  choice.value = "maximise flow";
  choice.dispatchEvent(new Event("change", { bubbles: true }));
  button(host, "Simulate")?.click();
  await drawn();
  expect(startWhatIf.mock.calls[0]?.[0]).toMatchObject({
    model_id: "P-101.pump",
    candidates: [{ inputs: { speed: 1200 } }, { inputs: { speed: 1300 } }],
    objective: { direction: "maximise", variable: "flow" },
  });
  expect(host.querySelector(".what-if-ranking")).toBeNull();
  twin.runs.receive([runBody({ state: "SUCCEEDED" })]);
  await drawn();
  const rows = [...find(host, ".what-if-ranking tbody").querySelectorAll("tr")];
  expect(rows.map((row) => row.querySelector("button")?.textContent)).toEqual([
    "speed = 1300",
    "speed = 1200",
  ]);
  expect(find(host, "tr[data-variable=flow] strong").textContent).toBe("33");
  button(host, "speed = 1200")?.click();
  await drawn();
  expect(find(host, "tr[data-variable=flow] strong").textContent).toBe("30");
  expect(find(host, ".what-if-against").textContent).toContain("too fast");
});

test("a set-point that is tried is held against the rules of its command", async () => {
  const startWhatIf = vi.fn(async (_order: unknown) => body("QUEUED", [outcome({})]));
  const ended = body("SUCCEEDED", [outcome({ rank: 1, outputs: flow(30) })]);
  const twin = liveConsole("operator", { startWhatIf, whatIf: vi.fn(async () => ended) });
  const host = show(twin, <WhatIfPanel model={PUMP_MODEL} />);
  await drawn();
  const commandId = "P-101.set_speed";
  twin.trial.value = { modelId: "P-101.pump", variable: "speed", commandId, value: 1200 };
  await drawn();
  expect(startWhatIf.mock.calls[0]?.[0]).toMatchObject({
    command: { command_id: commandId, values: [1200] },
  });
  twin.runs.receive([runBody({ state: "SUCCEEDED" })]);
  await drawn();
  expect(host.querySelector(".what-if-ranking")).toBeNull();
  expect(find(host, "tr[data-variable=flow] strong").textContent).toBe("30");
});

test("the course of a candidate is replayed", async () => {
  const trajectory = vi.fn(async (runId: string, candidate: number) => ({
    run_id: runId,
    candidate,
    inputs_at: 99,
    seconds: [0, 60],
    outputs: [],
    inputs: [],
  }));
  const startWhatIf = vi.fn(async () => body("QUEUED", [outcome({}), FAST]));
  const api = { startWhatIf, trajectory, whatIf: vi.fn(async () => RANKED) };
  const twin = liveConsole("operator", api);
  const host = show(twin, <WhatIfPanel model={PUMP_MODEL} />);
  type(host, "input", "1200 1300");
  button(host, "Simulate")?.click();
  await drawn();
  twin.runs.receive([runBody({ state: "SUCCEEDED" })]);
  await drawn();
  button(host, "Replay")?.click();
  await drawn();
  expect(trajectory.mock.calls[0]).toEqual(["run-1", 1]);
  expect(twin.replay.course.value?.title).toBe("speed = 1300");
  twin.replay.end();
});
