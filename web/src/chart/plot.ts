// The plot itself: uPlot with a time axis, measured and predicted lines, the interval as a band
// and the alarm limits as dashed lines.

import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import type { Point } from "../api/types";
import { formatClock } from "../format";
import type { ChartData } from "./history";
import { TimeSeries } from "./series";

export interface Limit {
  value: number;
  priority: number;
  label: string;
}

export interface PlotSettings {
  unit: string;
  gapSeconds: number;
  limits: readonly Limit[];
  /** Whether a model predicts the signal. */
  predicted: boolean;
  /** Whether a simulation is replayed. */
  simulated: boolean;
}

const DAY_SECONDS = 86_400;

const MEASURED = 1;
const PREDICTED = 2;
const LOWER = 3;
const UPPER = 4;

/** Nulls of the measured line are gaps; those that joining makes are not. */
const KEEP_NULLS = 1;

/** Hours and minutes, with the day in front where midnight is on the axis. */
function timeLabels(_plot: uPlot, times: number[], _axis: number, _space: number, step: number) {
  return times.map((time) => {
    const date = new Date(time * 1000);
    const clock = date.toLocaleTimeString("en-GB", {
      hour: "2-digit",
      minute: "2-digit",
      ...(step < 60 ? { second: "2-digit" } : {}),
    });
    const isDay = step >= DAY_SECONDS || clock.startsWith("00:00");
    return isDay
      ? `${date.toLocaleDateString(undefined, { day: "numeric", month: "short" })}`
      : clock;
  });
}

export class Plot {
  private readonly plot: uPlot;

  constructor(
    private readonly host: HTMLElement,
    private readonly settings: PlotSettings,
  ) {
    const series = this.lines();
    const empty = series.map(() => []) as unknown as uPlot.AlignedData;
    this.plot = new uPlot(this.options(series), empty, host);
  }

  /** Draw a span of time; `simulated` are the points of a replay. */
  show(data: ChartData, start: number, end: number, simulated: readonly Point[] = []): void {
    const { measured, predicted, lower, upper } = data.aliases;
    const aliases = this.settings.predicted ? [measured, predicted, lower, upper] : [measured];
    const lines = aliases.map((alias, index) =>
      data.of(alias).line(index === 0 ? this.settings.gapSeconds : Number.POSITIVE_INFINITY),
    );
    if (this.settings.simulated) {
      const course = new TimeSeries();
      course.add(simulated);
      lines.push(course.line(Number.POSITIVE_INFINITY));
    }
    const modes = lines.map(() => [KEEP_NULLS, KEEP_NULLS]) as uPlot.JoinNullMode[][];
    this.plot.setData(uPlot.join(lines as uPlot.AlignedData[], modes), false);
    this.plot.setScale("x", { min: start, max: end });
  }

  resize(): void {
    const { clientWidth, clientHeight } = this.host;
    const legend = this.host.querySelector<HTMLElement>(".u-legend")?.offsetHeight ?? 0;
    if (clientWidth > 0) {
      this.plot.setSize({ width: clientWidth, height: Math.max(80, clientHeight - legend) });
    }
  }

  dispose(): void {
    this.plot.destroy();
  }

  private options(series: uPlot.Series[]): uPlot.Options {
    const colour = this.colour;
    const axis = {
      stroke: () => colour("--text-dim"),
      grid: { stroke: () => colour("--grid"), width: 1 },
      ticks: { stroke: () => colour("--grid"), width: 1 },
      font: "11px system-ui, sans-serif",
    };
    return {
      width: Math.max(200, this.host.clientWidth),
      height: 180,
      padding: [10, 24, 0, 0],
      scales: { x: { time: true }, y: { range: (_plot, low, high) => this.range(low, high) } },
      axes: [
        { ...axis, values: timeLabels, size: 30 },
        { ...axis, size: 54, space: 24 },
      ],
      series,
      bands: this.settings.predicted
        ? [{ series: [UPPER, LOWER], fill: () => colour("--interval") }]
        : [],
      cursor: { points: { size: 7 }, drag: { x: false, y: false } },
      legend: { live: true },
      hooks: { draw: [(plot) => this.drawLimits(plot)] },
    };
  }

  private lines(): uPlot.Series[] {
    const { unit } = this.settings;
    const text = (_plot: uPlot, value: number | null): string =>
      value === null ? "–" : `${value.toFixed(2)} ${unit}`.trim();
    const bound = {
      stroke: () => this.colour("--interval-edge"),
      width: 1,
      points: { show: false },
    };
    const lines: uPlot.Series[] = [];
    lines[0] = { label: "Time", value: (_plot, time) => formatClock(time ?? null) };
    lines[MEASURED] = {
      label: "Measured",
      stroke: () => this.colour("--measured"),
      width: 1.6,
      points: { show: false },
      value: text,
    };
    if (this.settings.simulated) {
      lines[this.settings.predicted ? UPPER + 1 : PREDICTED] = {
        label: "What if",
        stroke: () => this.colour("--simulated"),
        width: 2,
        points: { show: false },
        value: text,
      };
    }
    if (!this.settings.predicted) return lines;
    lines[PREDICTED] = {
      label: "Predicted",
      stroke: () => this.colour("--predicted"),
      width: 1.4,
      dash: [6, 4],
      // Predictions are few among the measured values: each is shown.
      points: { show: true, size: 5, fill: () => this.colour("--predicted") },
      value: text,
    };
    lines[LOWER] = { ...bound, label: "Lower", value: text };
    lines[UPPER] = { ...bound, label: "Upper", value: text };
    return lines;
  }

  /** The data with some air; a limit that is near enough to matter stays in view. */
  private range(low: number | null, high: number | null): [number, number] {
    if (low === null || high === null) return [0, 1];
    const span = Math.max(high - low, Math.abs(high) * 0.02, 1e-6);
    const near = this.settings.limits
      .map((limit) => limit.value)
      .filter((value) => value > low - 2 * span && value < high + 2 * span);
    const bottom = Math.min(low, ...near);
    const top = Math.max(high, ...near);
    const air = Math.max(top - bottom, span) * 0.08;
    return [bottom - air, top + air];
  }

  private drawLimits(plot: uPlot): void {
    const { ctx, bbox } = plot;
    const ratio = uPlot.pxRatio;
    ctx.save();
    ctx.font = `${11 * ratio}px system-ui, sans-serif`;
    ctx.textAlign = "right";
    for (const limit of this.settings.limits) {
      const y = plot.valToPos(limit.value, "y", true);
      if (y < bbox.top || y > bbox.top + bbox.height) continue;
      ctx.strokeStyle = ctx.fillStyle = this.colour(`--p${limit.priority}`);
      ctx.setLineDash([2 * ratio, 4 * ratio]);
      ctx.beginPath();
      ctx.moveTo(bbox.left, y);
      ctx.lineTo(bbox.left + bbox.width, y);
      ctx.stroke();
      ctx.fillText(limit.label, bbox.left + bbox.width - 4 * ratio, y - 4 * ratio);
    }
    ctx.restore();
  }

  private readonly colour = (token: string): string =>
    getComputedStyle(this.host).getPropertyValue(token).trim();
}
