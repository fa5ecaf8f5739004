// Simulation runs in their newest state.

import { signal } from "@preact/signals";
import type { RunBody, RunKind } from "../api/types";

const STATE_ORDER: Record<RunBody["state"], number> = {
  QUEUED: 0,
  RUNNING: 1,
  SUCCEEDED: 2,
  FAILED: 2,
};

export class RunStore {
  private readonly byId = signal<ReadonlyMap<string, RunBody>>(new Map());

  receive(runs: readonly RunBody[]): void {
    const next = new Map(this.byId.peek());
    for (const run of runs) {
      const known = next.get(run.run_id);
      if (!known || STATE_ORDER[known.state] <= STATE_ORDER[run.state]) next.set(run.run_id, run);
    }
    this.byId.value = next;
  }

  of(runId: string): RunBody | null {
    return this.byId.value.get(runId) ?? null;
  }

  /** The newest finished run of a model. */
  newestOf(modelId: string, kind: RunKind): RunBody | null {
    let newest: RunBody | null = null;
    for (const run of this.byId.value.values()) {
      if (run.model_id !== modelId || run.kind !== kind || run.state !== "SUCCEEDED") continue;
      if (!newest || run.requested_at > newest.requested_at) newest = run;
    }
    return newest;
  }
}
