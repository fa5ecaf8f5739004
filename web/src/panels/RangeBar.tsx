import type { SignalDefinition } from "../api/site";
import { useConsole } from "../app/context";
import { type Reading, readingOf } from "../store/reading";

/** Where a value lies between the ends of its range, with its alarm limits and its prediction. */
export function RangeBar({
  definition,
  reading,
}: {
  definition: SignalDefinition;
  reading: Reading;
}) {
  const { site, values, clock } = useConsole();
  const { range_low: low, range_high: high } = definition;
  if (low === null || high === null || high <= low || typeof reading.value !== "number") {
    return <span class="range-bar empty-bar" aria-hidden="true" />;
  }
  const place = (value: number): string =>
    `${(Math.max(0, Math.min(1, (value - low) / (high - low))) * 100).toFixed(1)}%`;
  const limits = site.document.alarms.filter((alarm) => alarm.signal === definition.alias);
  const prediction = site.predictionOf(definition.alias);
  const predicting = prediction && site.signalByAlias.get(prediction.value);
  const predicted =
    predicting && readingOf(predicting, values.of(predicting.alias).value, clock.now.value);
  return (
    <span class="range-bar" aria-hidden="true">
      {limits.map((alarm) => (
        <span
          key={alarm.id}
          class="range-limit"
          data-priority={alarm.priority}
          data-side={alarm.comparison.startsWith("<") ? "low" : "high"}
          style={
            alarm.comparison.startsWith("<")
              ? { left: 0, width: place(alarm.threshold) }
              : { left: place(alarm.threshold), right: 0 }
          }
        />
      ))}
      {predicted?.health === "good" && typeof predicted.value === "number" && (
        <span class="range-predicted" style={{ left: place(predicted.value) }} />
      )}
      <span class="range-pointer" style={{ left: place(reading.value) }} />
    </span>
  );
}
