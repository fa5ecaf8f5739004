// A console without a network: its API answers what a test says.

import { vi } from "vitest";
import type { TwinApi } from "../../src/api/client";
import type { Role } from "../../src/api/types";
import { Console } from "../../src/store/console";
import { good, siteDocument } from "./site";

/** Any part of the API; what is left out is not expected to be called. */
export type ApiPart = { [Name in keyof TwinApi]?: unknown };

export function consoleOf(role: Role, api: ApiPart = {}): Console {
  return new Console(siteDocument(), api as TwinApi, { name: "otto", role });
}

/** A console in which every measurement is good and new. */
export function liveConsole(role: Role, api: ApiPart = {}): Console {
  const twin = consoleOf(role, api);
  const now = Date.now() / 1000;
  for (const { alias, kind } of twin.site.document.signals) {
    if (kind === "measurement") twin.values.receive({ alias, points: [good(now, 1)] });
  }
  twin.values.receive({ alias: "/demo/P-101/speed", points: [good(now, 1250)] });
  return twin;
}

export function page<Row>(name: string, rows: Row[]): Record<string, unknown> {
  return { [name]: rows, next_token: null };
}

export const nothing = {
  latest: vi.fn(async () => []),
  alarms: vi.fn(async () => []),
  commands: vi.fn(async () => page("commands", [])),
  runs: vi.fn(async () => page("runs", [])),
  conversions: vi.fn(async () => page("conversions", [])),
};
