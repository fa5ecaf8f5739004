import { type Signal, useSignal } from "@preact/signals";
import type { SimulationModel } from "../api/site";
import type { StartWhatIf } from "../api/types";
import { useConsole } from "../app/context";
import { formatNumber, formatUnit } from "../format";
import { countOf, countProblem, mayBeTried, type Texts, textProblem } from "./candidates";

export type Objective = NonNullable<StartWhatIf["objective"]>;

interface FormProps {
  model: SimulationModel;
  /** What is written in the field of each input. */
  texts: Signal<Texts>;
  /** What the button says while a run is under way. */
  busy: string | null;
  mayRun: boolean;
  onStart: (objective: Objective | null) => void;
}

/** The inputs to try: one number each, or several of one input to compare. */
export function WhatIfForm({ model, texts, busy, mayRun, onStart }: FormProps) {
  const objective = useSignal("");
  const count = countOf(texts.value);
  const tooMany = countProblem(count);

  function submit(event: Event): void {
    event.preventDefault();
    // What was typed last may not be drawn yet, so that its field does not hold it back.
    if (mayBeTried(texts.peek())) onStart(objectiveOf(objective.peek()));
  }

  return (
    <form onSubmit={submit}>
      {model.inputs.map(([variable, alias]) => (
        <InputField
          key={variable}
          variable={variable}
          alias={alias}
          text={texts.value[variable] ?? ""}
          onText={(text) => (texts.value = { ...texts.value, [variable]: text })}
        />
      ))}
      {count > 1 && <ObjectiveField model={model} choice={objective} />}
      <p class="actions">
        <button type="button" onClick={() => (texts.value = {})}>
          Reset
        </button>
        <button
          type="submit"
          disabled={!mayRun || busy !== null || tooMany !== ""}
          title={
            mayRun ? "several numbers, such as 1200, 1300, are compared" : "only operators may run"
          }
        >
          {busy ?? "Simulate"}
        </button>
      </p>
      <p class="reason" role="status">
        {tooMany}
      </p>
    </form>
  );
}

function ObjectiveField({ model, choice }: { model: SimulationModel; choice: Signal<string> }) {
  const { site } = useConsole();
  return (
    <label>
      The best has
      <select value={choice.value} onChange={(event) => (choice.value = event.currentTarget.value)}>
        <option value="">no limit broken</option>
        {model.predictions.flatMap(({ variable, measured }) => {
          const title = site.signalByAlias.get(measured)?.title ?? variable;
          return [
            <option key={`least ${variable}`} value={`minimise ${variable}`}>
              least {title.toLowerCase()}
            </option>,
            <option key={`most ${variable}`} value={`maximise ${variable}`}>
              most {title.toLowerCase()}
            </option>,
          ];
        })}
      </select>
    </label>
  );
}

function objectiveOf(choice: string): Objective | null {
  const [direction, variable] = choice.split(" ");
  if (variable === undefined) return null;
  return { direction: direction === "maximise" ? "maximise" : "minimise", variable };
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
        type="text"
        inputmode="decimal"
        ref={(input) => input?.setCustomValidity(textProblem(text))}
        value={text}
        placeholder={now ? `${now} now` : ""}
        onInput={(event) => onText(event.currentTarget.value)}
      />
      <span class="unit">{formatUnit(definition?.unit ?? "")}</span>
    </label>
  );
}
