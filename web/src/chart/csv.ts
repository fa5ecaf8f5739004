// What the chart shows, as a file: UTC times, one row per point, one column for the line's name.

import type { SignalDefinition } from "../api/site";
import { formatUtc } from "../format";
import type { ChartData } from "./history";

export function csvOf(data: ChartData, unit: string): string {
  const rows = [...data.series].flatMap(([alias, series]) =>
    series.rows().map(([time, value]) => [formatUtc(time), alias, value ?? "", unit].join(",")),
  );
  return ["time_utc,alias,value,unit", ...rows.sort()].join("\r\n");
}

export function downloadCsv(definition: SignalDefinition, data: ChartData): void {
  const blob = new Blob([csvOf(data, definition.unit)], { type: "text/csv" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = `${definition.asset}-${definition.name}.csv`;
  link.click();
  URL.revokeObjectURL(link.href);
}
