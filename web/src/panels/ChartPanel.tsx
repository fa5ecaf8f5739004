import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { describeError } from "../api/errors";
import type { SignalDefinition } from "../api/site";
import { useConsole } from "../app/context";
import { RANGES } from "../app/route";
import { theme } from "../app/theme";
import { downloadCsv } from "../chart/csv";
import { ChartData, chartAliases } from "../chart/history";
import { type Limit, Plot } from "../chart/plot";
import { formatClock, formatNumber, formatUnit } from "../format";
import type { Console } from "../store/console";
import type { Replay } from "../store/replay";

export function ChartPanel() {
  const { site, selection, replay } = useConsole();
  const { signal, rangeSeconds } = selection.route.value;
  // Where nothing is selected yet, the panel shows what the site has to show.
  const alias = signal ?? site.firstSignalOf(null);
  const definition = alias ? site.signalByAlias.get(alias) : undefined;
  const unit = definition ? formatUnit(definition.unit) : "";
  return (
    <section class="pane pane-trend" aria-label="Trend">
      <header class="pane-head">
        <h2>
          {definition ? `${definition.asset} ${definition.title}` : "Trend"}
          {unit && <span class="unit"> {unit}</span>}
        </h2>
        <fieldset class="range-buttons" aria-label="Time range">
          {RANGES.map(({ seconds, label }) => (
            <button
              key={seconds}
              type="button"
              aria-pressed={seconds === rangeSeconds}
              onClick={() => selection.selectRange(seconds)}
            >
              {label}
            </button>
          ))}
        </fieldset>
      </header>
      {definition ? (
        <Chart
          key={`${alias}|${rangeSeconds}|${theme.value}|${courseOf(replay)}`}
          definition={definition}
          rangeSeconds={rangeSeconds}
        />
      ) : (
        <p class="empty">Select a signal to see its trend.</p>
      )}
    </section>
  );
}

/** Tells one replay from another: each has a plot of its own. */
function courseOf(replay: Replay): string {
  const course = replay.course.value?.trajectory;
  return course ? `${course.run_id}/${course.candidate}` : "";
}

interface ChartProps {
  definition: SignalDefinition;
  rangeSeconds: number;
}

function Chart({ definition, rangeSeconds }: ChartProps) {
  const twin = useConsole();
  const host = useRef<HTMLDivElement>(null);
  const data = useRef<ChartData | null>(null);
  const summary = useSignal("Loading history…");

  useEffect(() => {
    if (!host.current) return;
    const lines = new ChartData(
      twin.api,
      chartAliases(definition.alias, twin.site.predictionOf(definition.alias)),
    );
    data.current = lines;
    return runChart(host.current, twin, definition, rangeSeconds, lines, (text) => {
      summary.value = text;
    });
  }, [twin, definition, rangeSeconds, summary]);

  return (
    <figure class="chart">
      <div ref={host} class="chart-host" aria-hidden="true" />
      <figcaption>
        <span role="status">{summary.value}</span>
        <button
          type="button"
          class="quiet"
          onClick={() => data.current && downloadCsv(definition, data.current)}
        >
          CSV
        </button>
      </figcaption>
    </figure>
  );
}

/** Load the history, follow the live points, redraw at most once per frame; returns the end. */
function runChart(
  host: HTMLElement,
  twin: Console,
  definition: SignalDefinition,
  rangeSeconds: number,
  lines: ChartData,
  say: (text: string) => void,
): () => void {
  const closing = new AbortController();
  const plot = new Plot(host, {
    unit: formatUnit(definition.unit),
    gapSeconds: Math.max(definition.stale_after_seconds, rangeSeconds / 200),
    limits: limitsOf(twin, definition.alias),
    predicted: lines.aliases.predicted !== null,
    simulated: twin.replay.course.peek() !== null,
  });
  let frame = 0;
  const draw = (): void => {
    if (frame) return;
    frame = requestAnimationFrame(() => {
      frame = 0;
      const now = twin.clock.now.peek();
      lines.trim(now - rangeSeconds * 1.1);
      const [start, end] = twin.replay.span.peek() ?? [now - rangeSeconds, now];
      plot.show(lines, start, end, twin.replay.pointsOf(definition.alias));
      say(summaryOf(lines, definition));
    });
  };
  const observer = new ResizeObserver(() => plot.resize());
  observer.observe(host);
  const stopListening = twin.values.onPoints((alias, points) => {
    if (lines.receive(alias, points)) draw();
  });
  const stopTicking = twin.clock.shown.subscribe(draw);
  // At once, and again whenever more was missed than the live channel could tell.
  const stopLoading = twin.historyVersion.subscribe(() => {
    const now = twin.clock.now.peek();
    lines.load(now - rangeSeconds, now + 1, closing.signal).then(draw, (error) => {
      say(`The history could not be fetched: ${describeError(error)}`);
    });
  });
  return () => {
    stopLoading();
    closing.abort();
    cancelAnimationFrame(frame);
    observer.disconnect();
    stopListening();
    stopTicking();
    plot.dispose();
  };
}

function limitsOf(twin: Console, alias: string): Limit[] {
  return twin.site.document.alarms
    .filter((alarm) => alarm.signal === alias)
    .map((alarm) => ({
      value: alarm.threshold,
      priority: alarm.priority,
      label: `P${alarm.priority} ${alarm.comparison} ${formatNumber(alarm.threshold)}`,
    }));
}

/** The chart in words. */
function summaryOf(lines: ChartData, definition: SignalDefinition): string {
  const unit = formatUnit(definition.unit);
  const measured = lines.of(lines.aliases.measured);
  if (measured.length === 0) return "No values in this time range.";
  const number = (value: number | null | undefined): string =>
    value === null || value === undefined ? "?" : formatNumber(value);
  const texts = [`measured ${number(measured.last?.value)} ${unit}`];
  const extent = measured.extent;
  if (extent) texts.push(`between ${number(extent[0])} and ${number(extent[1])}`);
  const predicted = lines.of(lines.aliases.predicted).last;
  if (predicted) {
    const low = number(lines.of(lines.aliases.lower).last?.value);
    const high = number(lines.of(lines.aliases.upper).last?.value);
    const at = formatClock(predicted.time);
    texts.push(`predicted for ${at}: ${number(predicted.value)} (${low} to ${high}) ${unit}`);
  }
  return texts.join(" · ");
}
