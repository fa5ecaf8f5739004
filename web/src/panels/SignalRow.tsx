import type { SignalDefinition } from "../api/site";
import { useConsole } from "../app/context";
import { formatAge, formatAgo, formatUnit, formatUtc, formatValue } from "../format";
import { shownReading } from "../store/reading";
import { RangeBar } from "./RangeBar";

interface SignalRowProps {
  definition: SignalDefinition;
  withAsset?: boolean;
}

/** One signal: value with unit, where it lies in its range, and how much it is worth. */
export function SignalRow({ definition, withAsset = false }: SignalRowProps) {
  const { values, clock, selection } = useConsole();
  const point = values.shown(definition.alias).value;
  const reading = shownReading(definition, values, clock);
  const charted = definition.data_type !== "STRING" && definition.kind !== "attribute";
  const selected = selection.route.value.signal === definition.alias;
  const doubtful = reading.health !== "good";
  return (
    <button
      type="button"
      class="signal-row"
      data-signal={definition.alias}
      data-health={reading.health}
      aria-pressed={selected}
      disabled={!charted}
      title={`${definition.alias}\n${formatUtc(point?.time || null)}`}
      onClick={() => selection.selectSignal(definition.alias)}
    >
      <span class="signal-title">
        {withAsset ? `${definition.asset} ` : ""}
        {definition.title}
        {definition.kind === "metric" && <span class="kind">KPI</span>}
      </span>
      <span class="signal-value">
        {doubtful && <span class="doubt">?</span>}
        {reading.value !== null && (
          <strong>{formatValue(reading.value, definition.data_type)}</strong>
        )}
        <span class="unit">{formatUnit(definition.unit)}</span>
      </span>
      <RangeBar definition={definition} reading={reading} />
      <span class="signal-note">{noteOf(reading.health, reading.ageSeconds)}</span>
    </button>
  );
}

function noteOf(health: string, ageSeconds: number | null): string {
  switch (health) {
    case "missing":
      return "no data";
    case "bad":
      return `bad quality, ${formatAgo(ageSeconds)}`;
    case "stale":
      return `stale, ${formatAgo(ageSeconds)}`;
    default:
      return ageSeconds === null ? "" : formatAge(ageSeconds);
  }
}
