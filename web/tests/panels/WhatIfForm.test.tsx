import { expect, test, vi } from "vitest";
import type { SimulationModel } from "../../src/api/site";
import { WhatIfPanel } from "../../src/panels/WhatIfPanel";
import { liveConsole } from "../support/console";
import { button, drawn, find, show, type } from "../support/page";
import { PUMP_MODEL, runBody } from "../support/site";

const THREE_INPUTS: SimulationModel = {
  ...PUMP_MODEL,
  inputs: [
    ["speed", "/demo/P-101/speed"],
    ["vibration", "/demo/P-101/vibration"],
    ["level", "/demo/T-101/level"],
  ],
};

function numbers(count: number): string {
  return Array.from({ length: count }, (_, index) => 1000 + index).join(", ");
}

function panel(model = PUMP_MODEL) {
  const startRun = vi.fn(async (_order: unknown) => runBody());
  const startWhatIf = vi.fn(async (_order: { candidates?: unknown[] }) => ({
    run: runBody({ state: "QUEUED" }),
    command_id: null,
    objective: null,
    outcomes: [],
  }));
  const host = show(
    liveConsole("operator", { startRun, startWhatIf }),
    <WhatIfPanel model={model} />,
  );
  return { host, startRun, startWhatIf };
}

function field(host: HTMLElement, number = 1): HTMLInputElement {
  return find<HTMLInputElement>(host, `.what-if-input:nth-of-type(${number}) input`);
}

/** Submit without asking the fields, as a browser does that has not drawn the last key yet. */
async function submit(host: HTMLElement): Promise<void> {
  find(host, "form").dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
  await drawn();
}

test.each(["1.2.3", "1200, 13x", `${"1".repeat(50_000)}x`])(
  "bad text is not sent",
  async (text) => {
    const { host, startRun, startWhatIf } = panel();
    type(host, "input", text);
    await drawn();
    expect(field(host).validationMessage).toContain("is not a number");
    button(host, "Simulate")?.click();
    await submit(host);
    expect(startRun).not.toHaveBeenCalled();
    expect(startWhatIf).not.toHaveBeenCalled();
  },
);

test("bad text that was put right or reset is no longer held against its field", async () => {
  const { host, startRun } = panel();
  type(host, "input", "12x");
  await drawn();
  expect(field(host).checkValidity()).toBe(false);
  type(host, "input", "1200");
  await drawn();
  expect(field(host).checkValidity()).toBe(true);
  type(host, "input", "12x");
  await drawn();
  button(host, "Reset")?.click();
  await drawn();
  expect(field(host).checkValidity()).toBe(true);
  button(host, "Simulate")?.click();
  await drawn();
  expect(startRun.mock.calls[0]?.[0]).toMatchObject({ inputs: {} });
});

test("spaces alone keep the measured value", async () => {
  const { host, startRun } = panel();
  type(host, "input", "   ");
  await drawn();
  expect(field(host).checkValidity()).toBe(true);
  expect(host.querySelector("select")).toBeNull();
  button(host, "Simulate")?.click();
  await drawn();
  expect(startRun.mock.calls[0]?.[0]).toMatchObject({ inputs: {} });
});

test("64 candidates are sent, 65 are not, and the reason is told", async () => {
  const { host, startRun, startWhatIf } = panel();
  type(host, "input", numbers(65));
  await drawn();
  expect(find(host, "select")).toBeTruthy();
  expect(find(host, "[role=status]").textContent).toBe("65 combinations; at most 64 are compared");
  expect(button(host, "Simulate")?.disabled).toBe(true);
  await submit(host);
  expect(startRun).not.toHaveBeenCalled();
  expect(startWhatIf).not.toHaveBeenCalled();

  type(host, "input", numbers(64));
  await drawn();
  expect(find(host, "[role=status]").textContent).toBe("");
  button(host, "Simulate")?.click();
  await drawn();
  expect(startWhatIf.mock.calls[0]?.[0].candidates).toHaveLength(64);
});

test("the combinations of several fields are counted", async () => {
  const { host } = panel(THREE_INPUTS);
  for (const number of [1, 2, 3]) {
    type(host, `.what-if-input:nth-of-type(${number}) input`, numbers(10));
    await drawn();
  }
  expect(find(host, "[role=status]").textContent).toBe(
    "1,000 combinations; at most 64 are compared",
  );
  expect(button(host, "Simulate")?.disabled).toBe(true);
});
