import { expect, test } from "vitest";
import { RunStore } from "../../src/store/runs";
import { runBody } from "../support/site";

test("a run never goes back to an earlier state", () => {
  const store = new RunStore();
  store.receive([runBody({ state: "RUNNING" })]);
  store.receive([runBody({ state: "SUCCEEDED" })]);
  store.receive([runBody({ state: "QUEUED" })]);
  expect(store.of("run-1")?.state).toBe("SUCCEEDED");
  expect(store.of("run-2")).toBeNull();
});

test("the newest run that succeeded, of the model and kind asked for", () => {
  const store = new RunStore();
  store.receive([
    runBody({ run_id: "old", requested_at: 100 }),
    runBody({ run_id: "new", requested_at: 200 }),
    runBody({ run_id: "failed", requested_at: 300, state: "FAILED" }),
    runBody({ run_id: "prediction", requested_at: 400, kind: "prediction" }),
    runBody({ run_id: "other", requested_at: 500, model_id: "P-102.pump" }),
  ]);
  expect(store.newestOf("P-101.pump", "what_if")?.run_id).toBe("new");
  expect(store.newestOf("P-103.pump", "what_if")).toBeNull();
});
