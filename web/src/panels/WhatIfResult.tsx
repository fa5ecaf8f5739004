import { useSignal } from "@preact/signals";
import { describeError } from "../api/errors";
import type { SimulationModel } from "../api/site";
import type { RunBody, RunOutput } from "../api/types";
import { useConsole } from "../app/context";
import { formatNumber, formatUnit } from "../format";
import { reachesBeyond } from "../store/limits";

interface ResultProps {
  model: SimulationModel;
  run: RunBody;
  /** Those of the run, or of one candidate of it. */
  outputs: Record<string, RunOutput>;
  candidate: number;
  title: string;
}

/** Predicted by the what-if, beside what is measured and predicted now, against the limits. */
export function WhatIfResult({ model, run, outputs, candidate, title }: ResultProps) {
  return (
    <div class="what-if-result" data-run={run.run_id}>
      <table>
        <thead>
          <tr>
            <th scope="col">Output</th>
            <th scope="col">Now</th>
            <th scope="col">What if</th>
            <th scope="col">Change</th>
          </tr>
        </thead>
        <tbody>
          {Object.entries(outputs).map(([variable, output]) => (
            <ResultRow key={variable} model={model} variable={variable} output={output} />
          ))}
        </tbody>
      </table>
      <p class="dim">
        {Math.round(model.interval_probability * 100)} % interval · model version{" "}
        {run.model_version.slice(0, 12)}
      </p>
      <ReplayButton run={run} candidate={candidate} title={title} />
      {run.validity && !run.validity.valid && (
        <ul class="dim reasons" aria-label="What speaks against it">
          {run.validity.reasons.map((reason) => (
            <li key={reason.code + reason.message}>{reason.message}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** Fetch the course of the result and show it in all views, moment by moment. */
function ReplayButton({ run, candidate, title }: Pick<ResultProps, "run" | "candidate" | "title">) {
  const twin = useConsole();
  const problem = useSignal("");

  async function replay(): Promise<void> {
    problem.value = "";
    try {
      const trajectory = await twin.api.trajectory(run.run_id, candidate);
      twin.replay.begin({ title, trajectory });
    } catch (error) {
      problem.value = describeError(error);
    }
  }

  return (
    <p class="actions">
      {problem.value && <span role="alert">{problem.value}</span>}
      <button type="button" onClick={() => void replay()}>
        Replay
      </button>
    </p>
  );
}

interface ResultRowProps {
  model: SimulationModel;
  variable: string;
  output: RunOutput;
}

function ResultRow({ model, variable, output }: ResultRowProps) {
  const { site, values } = useConsole();
  const prediction = model.predictions.find((item) => item.variable === variable);
  const definition = prediction ? site.signalByAlias.get(prediction.measured) : undefined;
  const live = prediction ? values.of(prediction.measured).value?.value : undefined;
  const now = typeof live === "number" ? live : output.measured;
  const crossed = site.document.alarms.find(
    (alarm) =>
      alarm.signal === prediction?.measured && reachesBeyond(alarm, output.lower, output.upper),
  );
  return (
    <tr data-variable={variable} data-priority={crossed?.priority ?? 0}>
      <th scope="row">
        {definition?.title ?? variable}
        <span class="unit"> {formatUnit(output.unit)}</span>
      </th>
      <td class="number">{now === null ? "?" : formatNumber(now)}</td>
      <td class="number">
        <strong>{formatNumber(output.value)}</strong>
        <span class="dim interval">
          {formatNumber(output.lower)} – {formatNumber(output.upper)}
        </span>
        {crossed && (
          <span class="priority" data-priority={crossed.priority}>
            beyond {crossed.comparison} {formatNumber(crossed.threshold)}
          </span>
        )}
      </td>
      <td class="number">{now === null ? "–" : signed(output.value - now)}</td>
    </tr>
  );
}

function signed(value: number): string {
  return `${value > 0 ? "+" : ""}${formatNumber(value)}`;
}
