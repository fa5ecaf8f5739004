import { useSignal } from "@preact/signals";
import type { SimulationModel } from "../api/site";
import type { WhatIfBody, WhatIfBreach, WhatIfOutcome } from "../api/types";
import { formatNumber, formatUnit } from "../format";
import { WhatIfResult } from "./WhatIfResult";

/** The candidates from the best to the worst; below them one, against what is now. */
export function WhatIfRanking({ model, body }: { model: SimulationModel; body: WhatIfBody }) {
  const chosen = useSignal(body.outcomes[0]?.index ?? 0);
  const shown = body.outcomes.find((outcome) => outcome.index === chosen.value);
  return (
    <>
      {body.outcomes.length > 1 && (
        <Ranking
          outcomes={body.outcomes}
          chosen={chosen.value}
          onChoose={(index) => (chosen.value = index)}
        />
      )}
      {shown && <Against outcome={shown} />}
      {shown && !shown.error && (
        <WhatIfResult
          key={shown.index}
          model={model}
          run={body.run}
          outputs={shown.outputs}
          candidate={shown.index}
          title={shown.name}
        />
      )}
    </>
  );
}

interface RankingProps {
  outcomes: readonly WhatIfOutcome[];
  chosen: number;
  onChoose: (index: number) => void;
}

function Ranking({ outcomes, chosen, onChoose }: RankingProps) {
  const variables = Object.keys(outcomes.find((one) => !one.error)?.outputs ?? {});
  return (
    <div class="what-if-result">
      <table class="what-if-ranking">
        <thead>
          <tr>
            <th scope="col">Rank</th>
            <th scope="col">Candidate</th>
            {variables.map((variable) => (
              <th key={variable} scope="col">
                {variable}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {outcomes.map((outcome) => (
            <tr
              key={outcome.index}
              data-rank={outcome.rank}
              data-priority={outcome.breaches[0]?.priority ?? 0}
            >
              <td class="number">{outcome.rank}</td>
              <th scope="row">
                <button
                  type="button"
                  class="quiet"
                  aria-pressed={outcome.index === chosen}
                  onClick={() => onChoose(outcome.index)}
                >
                  {outcome.name}
                </button>
                {countOf(outcome) > 0 && <span class="dim"> {countOf(outcome)} against it</span>}
              </th>
              {variables.map((variable) => (
                <Cell key={variable} outcome={outcome} variable={variable} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cell({ outcome, variable }: { outcome: WhatIfOutcome; variable: string }) {
  const output = outcome.outputs[variable];
  if (!output) return <td class="number">–</td>;
  return (
    <td class="number">
      {formatNumber(output.value)}
      <span class="unit"> {formatUnit(output.unit)}</span>
      <span class="dim interval">
        {formatNumber(output.lower)} – {formatNumber(output.upper)}
      </span>
    </td>
  );
}

/** Everything that speaks against a candidate, worst first. */
function Against({ outcome }: { outcome: WhatIfOutcome }) {
  const texts = [
    ...(outcome.error ? [`${outcome.error.message} (${outcome.error.code})`] : []),
    ...outcome.violations.map((one) => `The command would be refused: ${one.message}`),
    ...outcome.breaches.map(breachText),
    ...outcome.reasons.map((one) => one.message),
  ];
  if (texts.length === 0) return null;
  return (
    <ul class="dim reasons what-if-against" aria-label={`What speaks against ${outcome.name}`}>
      {texts.map((text) => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  );
}

function breachText(breach: WhatIfBreach): string {
  const limit = `${breach.comparison} ${formatNumber(breach.threshold)} ${formatUnit(breach.unit)}`;
  const how = breach.by_value ? "" : " within its interval";
  return `${breach.title}: ${breach.variable} ${limit}${how}`;
}

function countOf(outcome: WhatIfOutcome): number {
  const { violations, breaches, reasons, error } = outcome;
  return violations.length + breaches.length + reasons.length + (error ? 1 : 0);
}
