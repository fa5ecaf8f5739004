// The lines of one chart: measured, predicted and the interval, filled from history, then live.

import type { TwinApi } from "../api/client";
import type { Prediction } from "../api/site";
import type { Point } from "../api/types";
import { TimeSeries } from "./series";

const PAGE_POINTS = 10_000;

export interface ChartAliases {
  measured: string;
  predicted: string | null;
  lower: string | null;
  upper: string | null;
}

export function chartAliases(alias: string, prediction: Prediction | undefined): ChartAliases {
  return {
    measured: alias,
    predicted: prediction?.value ?? null,
    lower: prediction?.lower ?? null,
    upper: prediction?.upper ?? null,
  };
}

export class ChartData {
  readonly series = new Map<string, TimeSeries>();

  constructor(
    private readonly api: TwinApi,
    readonly aliases: ChartAliases,
  ) {
    for (const alias of Object.values(aliases)) {
      if (alias) this.series.set(alias, new TimeSeries());
    }
  }

  of(alias: string | null): TimeSeries {
    return (alias && this.series.get(alias)) || new TimeSeries();
  }

  /** Fetch [start, end) of every line, page by page. */
  async load(start: number, end: number, cancelled: AbortSignal): Promise<void> {
    const aliases = [...this.series.keys()];
    await Promise.all(aliases.map((alias) => this.loadOne(alias, start, end, cancelled)));
  }

  receive(alias: string, points: readonly Point[]): boolean {
    const series = this.series.get(alias);
    series?.add(points);
    return series !== undefined;
  }

  trim(start: number): void {
    for (const series of this.series.values()) series.trim(start);
  }

  private async loadOne(
    alias: string,
    start: number,
    end: number,
    cancelled: AbortSignal,
  ): Promise<void> {
    let token: string | null = null;
    do {
      const query = { alias, start, end, limit: PAGE_POINTS, next_token: token };
      const page = await this.api.history(query);
      if (cancelled.aborted) return;
      this.series.get(alias)?.add(page.points);
      token = page.next_token;
    } while (token);
  }
}
