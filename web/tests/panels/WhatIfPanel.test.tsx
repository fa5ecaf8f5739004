import { expect, test, vi } from "vitest";
import type { RunBody } from "../../src/api/types";
import { WhatIfPanel } from "../../src/panels/WhatIfPanel";
import { liveConsole } from "../support/console";
import { button, drawn, find, show, type } from "../support/page";
import { good, PUMP_MODEL, runBody } from "../support/site";

const OUTPUTS = {
  flow: {
    value: 30,
    lower: 28,
    upper: 32,
    raw_lower: 29,
    raw_upper: 31,
    unit: "m³/h",
    measured: 36,
    coverage: null,
    raw_coverage: null,
  },
};

test("changed inputs are simulated and the result stands beside what is now", async () => {
  const startRun = vi.fn(async (_order: unknown) => runBody({ outputs: OUTPUTS }));
  const twin = liveConsole("operator", { startRun });
  const now = Date.now() / 1000;
  twin.values.receive({ alias: "/demo/P-101/flow", points: [good(now + 1, 35)] });
  const host = show(twin, <WhatIfPanel model={PUMP_MODEL} />);
  type(host, "input", "1200");
  button(host, "Simulate")?.click();
  await drawn();
  expect(startRun.mock.calls[0]?.[0]).toMatchObject({
    model_id: "P-101.pump",
    kind: "what_if",
    inputs: { speed: 1200 },
  });
  const cells = [...find(host, "tr[data-variable=flow]").querySelectorAll("td")];
  expect(cells.map((cell) => cell.textContent)).toEqual(["35", "3028 – 32", "-5"]);
});

test("what speaks against the result is said", async () => {
  const message = "2 past predictions of flow by this version were measured; 20 are needed";
  const validity = { valid: false, reasons: [{ code: "PREDICTION_COVERAGE_UNKNOWN", message }] };
  const startRun = vi.fn(async (_order: unknown) =>
    runBody({ outputs: OUTPUTS, validity: validity as RunBody["validity"] }),
  );
  const host = show(liveConsole("operator", { startRun }), <WhatIfPanel model={PUMP_MODEL} />);
  button(host, "Simulate")?.click();
  await drawn();
  expect(find(host, "ul.reasons").textContent).toBe(message);
});

test("inputs that nobody changed stay measured", async () => {
  const startRun = vi.fn(async (_order: unknown) => runBody());
  const host = show(liveConsole("operator", { startRun }), <WhatIfPanel model={PUMP_MODEL} />);
  button(host, "Simulate")?.click();
  await drawn();
  expect(startRun.mock.calls[0]?.[0]).toMatchObject({ inputs: {} });
});

test("a run that fails says why", async () => {
  const error = { code: "MODEL_FAILED", message: "the speed is beyond the model" };
  const startRun = vi.fn(async () => runBody({ state: "FAILED", error }));
  const host = show(liveConsole("operator", { startRun }), <WhatIfPanel model={PUMP_MODEL} />);
  button(host, "Simulate")?.click();
  await drawn();
  expect(find(host, "[role=alert]").textContent).toBe(
    "the speed is beyond the model (MODEL_FAILED)",
  );
});

test("a viewer may not simulate", () => {
  const host = show(liveConsole("viewer"), <WhatIfPanel model={PUMP_MODEL} />);
  expect(button(host, "Simulate")?.disabled).toBe(true);
});
