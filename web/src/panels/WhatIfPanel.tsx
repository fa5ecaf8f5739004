import { useSignal, useSignalEffect } from "@preact/signals";
import { useCallback } from "preact/hooks";
import { describeError } from "../api/errors";
import { roleAtLeast } from "../api/session";
import type { SimulationModel } from "../api/site";
import { useConsole, usePolling } from "../app/context";
import { formatNumber, formatUnit } from "../format";
import { WhatIfResult } from "./WhatIfResult";

const ASK_SECONDS = 3;

/** "What would happen": change inputs of a model, compare what it predicts with now. */
export function WhatIfPanel({ model }: { model: SimulationModel }) {
  const twin = useConsole();
  const changes = useSignal<Record<string, string>>({});
  const runId = useSignal("");
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
    changes.value = { [trial.variable]: String(trial.value) };
    void start();
  });

  async function start(): Promise<void> {
    problem.value = "";
    try {
      const started = await twin.api.startRun({
        model_id: model.id,
        kind: "what_if",
        inputs: numbersOf(changes.peek()),
        idempotency_key: crypto.randomUUID(),
      });
      runId.value = started.run_id;
      twin.runs.receive([started]);
    } catch (error) {
      problem.value = describeError(error);
    }
  }

  return (
    <section class="what-if" aria-label={`What-if ${model.title}`} data-model={model.id}>
      <h3>
        What if <span class="sim">SIM</span>
      </h3>
      <p class="dim">{model.title}: nothing here reaches the plant.</p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void start();
        }}
      >
        {model.inputs.map(([variable, alias]) => (
          <InputField
            key={variable}
            variable={variable}
            alias={alias}
            text={changes.value[variable] ?? ""}
            onText={(text) => (changes.value = { ...changes.value, [variable]: text })}
          />
        ))}
        <p class="actions">
          <button type="button" onClick={() => (changes.value = {})}>
            Reset
          </button>
          <button
            type="submit"
            disabled={!mayRun || open}
            title={mayRun ? "" : "only operators may run"}
          >
            {open ? `${run?.state === "QUEUED" ? "Queued" : "Running"}…` : "Simulate"}
          </button>
        </p>
      </form>
      <p role="alert" class="problem">
        {problem.value || (run?.error ? `${run.error.message} (${run.error.code})` : "")}
      </p>
      {run?.state === "SUCCEEDED" && <WhatIfResult model={model} run={run} />}
    </section>
  );
}

interface InputFieldProps {
  variable: string;
  alias: string;
  text: string;
  onText: (text: string) => void;
}

function InputField({ variable, alias, text, onText }: InputFieldProps) {
  const { site, values } = useConsole();
  const definition = site.signalByAlias.get(alias);
  const measured = values.of(alias).value?.value;
  const now = typeof measured === "number" ? formatNumber(measured) : "";
  return (
    <label class="what-if-input">
      <span>{definition?.title ?? variable}</span>
      <input
        type="number"
        step="any"
        value={text}
        placeholder={now ? `${now} now` : ""}
        onInput={(event) => onText(event.currentTarget.value)}
      />
      <span class="unit">{formatUnit(definition?.unit ?? "")}</span>
    </label>
  );
}

/** The inputs that were changed; an empty field keeps the measured value. */
function numbersOf(texts: Record<string, string>): Record<string, number> {
  const entries = Object.entries(texts).filter(([, text]) => text.trim() !== "");
  return Object.fromEntries(entries.map(([variable, text]) => [variable, Number(text)]));
}
