import { useSignal, useSignalEffect } from "@preact/signals";
import { useCallback } from "preact/hooks";
import { describeError } from "../api/errors";
import { roleAtLeast } from "../api/session";
import type { SimulationModel } from "../api/site";
import type { WhatIfBody } from "../api/types";
import { useConsole, usePolling } from "../app/context";
import { candidatesOf, type Texts } from "./candidates";
import { type Objective, WhatIfForm } from "./WhatIfForm";
import { WhatIfRanking } from "./WhatIfRanking";
import { WhatIfResult } from "./WhatIfResult";

const ASK_SECONDS = 3;

/** "What would happen": change inputs of a model, compare what it predicts with now. */
export function WhatIfPanel({ model }: { model: SimulationModel }) {
  const twin = useConsole();
  const texts = useSignal<Texts>({});
  const runId = useSignal("");
  const ranking = useSignal<WhatIfBody | null>(null);
  const problem = useSignal("");
  const mayRun = roleAtLeast(twin.user.role, "operator");
  const run = twin.runs.of(runId.value);
  const open = run?.state === "QUEUED" || run?.state === "RUNNING";
  const ask = useCallback(async () => {
    twin.runs.receive([await twin.api.run(runId.value)]);
  }, [twin, runId]);
  usePolling(open, ASK_SECONDS, ask);

  useSignalEffect(() => {
    const trial = twin.trial.value;
    if (trial?.modelId !== model.id) return;
    twin.trial.value = null;
    texts.value = { [trial.variable]: String(trial.value) };
    void compare({ command: { command_id: trial.commandId, values: [trial.value] } });
  });

  // The ranking is of the end of the run, which the live channel tells.
  useSignalEffect(() => {
    const known = ranking.value;
    const ended = known && twin.runs.of(known.run.run_id);
    if (!ended || ended.state === known.run.state || ended.state !== "SUCCEEDED") return;
    twin.api.whatIf(ended.run_id).then(
      (body) => (ranking.value = ranking.peek() === known ? body : ranking.peek()),
      (error) => (problem.value = describeError(error)),
    );
  });

  async function begin(work: () => Promise<void>): Promise<void> {
    problem.value = "";
    try {
      await work();
    } catch (error) {
      problem.value = describeError(error);
    }
  }

  function start(objective: Objective | null): Promise<void> {
    const candidates = candidatesOf(texts.peek());
    const [only] = candidates;
    if (candidates.length > 1) return compare({ candidates, objective });
    return begin(async () => {
      const started = await twin.api.startRun({
        model_id: model.id,
        kind: "what_if",
        inputs: only?.inputs ?? {},
        idempotency_key: crypto.randomUUID(),
      });
      ranking.value = null;
      runId.value = started.run_id;
      twin.runs.receive([started]);
    });
  }

  function compare(
    what: Pick<Parameters<typeof twin.api.startWhatIf>[0], "candidates" | "command" | "objective">,
  ): Promise<void> {
    return begin(async () => {
      const started = await twin.api.startWhatIf({
        model_id: model.id,
        ...what,
        idempotency_key: crypto.randomUUID(),
      });
      ranking.value = started;
      runId.value = started.run.run_id;
      twin.runs.receive([started.run]);
    });
  }

  return (
    <section class="what-if" aria-label={`What-if ${model.title}`} data-model={model.id}>
      <h3>
        What if <span class="sim">SIM</span>
      </h3>
      <p class="dim">{model.title}: nothing here reaches the plant.</p>
      <WhatIfForm
        model={model}
        texts={texts}
        busy={open ? `${run?.state === "QUEUED" ? "Queued" : "Running"}…` : null}
        mayRun={mayRun}
        onStart={(objective) => void start(objective)}
      />
      <p role="alert" class="problem">
        {problem.value || (run?.error ? `${run.error.message} (${run.error.code})` : "")}
      </p>
      {ranking.value?.run.state === "SUCCEEDED" && (
        <WhatIfRanking key={runId.value} model={model} body={ranking.value} />
      )}
      {run?.state === "SUCCEEDED" && !ranking.value && (
        <WhatIfResult
          model={model}
          run={run}
          outputs={run.outputs}
          candidate={0}
          title={candidateTitle(run.inputs, model)}
        />
      )}
    </section>
  );
}

function candidateTitle(inputs: Record<string, number>, model: SimulationModel): string {
  const [first] = model.inputs;
  const value = first && inputs[first[0]];
  return value === undefined ? model.title : `${model.title}, ${first?.[0]} = ${value}`;
}
