// How values, ages and times read: locale numbers with their unit, UTC kept visible on hover.

import type { DataType } from "./api/site";
import type { Value } from "./api/types";

const DASH = "–";

/** Four significant digits unless the number is whole; never an exponent in an operator's eyes. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return DASH;
  if (Number.isInteger(value) && Math.abs(value) < 1e6) return (value || 0).toLocaleString();
  const digits = Math.max(0, Math.min(4, 3 - Math.floor(Math.log10(Math.abs(value) || 1))));
  return value.toLocaleString(undefined, {
    minimumFractionDigits: Math.min(digits, 2),
    maximumFractionDigits: digits,
    // What rounds to zero is zero, not "-0.00".
    signDisplay: "negative",
  });
}

export function formatValue(value: Value, dataType: DataType = "DOUBLE"): string {
  if (value === null) return "?";
  if (typeof value === "boolean") return value ? "on" : "off";
  if (dataType === "BOOLEAN" && typeof value === "number") return value ? "on" : "off";
  return typeof value === "number" ? formatNumber(value) : value;
}

/** SiteWise and pint spell units as words; people read symbols. */
const UNIT_SYMBOLS: Record<string, string> = {
  degC: "°C",
  delta_degC: "°C",
  percent: "%",
  "m^3/h": "m³/h",
  "m**3/h": "m³/h",
  "m3/h": "m³/h",
  "m^3": "m³",
  rpm: "rpm",
  dimensionless: "",
  "1": "",
};

export function formatUnit(unit: string): string {
  return UNIT_SYMBOLS[unit] ?? unit.replaceAll("**2", "²").replaceAll("**3", "³");
}

/** "now", "12 s", "3 min", "2 h", "5 d": the age of a value at a glance. */
export function formatAge(seconds: number | null): string {
  if (seconds === null) return "never";
  if (seconds < 1.5) return "now";
  if (seconds < 60) return `${Math.floor(seconds)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
}

export function formatAgo(seconds: number | null): string {
  const age = formatAge(seconds);
  return age === "now" || age === "never" ? age : `${age} ago`;
}

export function formatClock(time: number | null): string {
  if (time === null) return DASH;
  return new Date(time * 1000).toLocaleTimeString(undefined, { hour12: false });
}

/** The whole source time in UTC, for titles and exports. */
export function formatUtc(time: number | null): string {
  return time === null ? DASH : new Date(time * 1000).toISOString();
}

export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const units = ["kB", "MB", "GB"];
  let value = bytes / 1000;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value.toFixed(value < 10 ? 1 : 0)} ${units[unit]}`;
}
