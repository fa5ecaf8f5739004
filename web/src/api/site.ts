// Mirrors twin/site_document.py: what GET /site answers.

import type { Comparison } from "./types";

export type SignalKind = "attribute" | "measurement" | "transform" | "metric" | "prediction";
export type DataType = "DOUBLE" | "INTEGER" | "BOOLEAN" | "STRING";

export interface Asset {
  id: string;
  title: string;
  type: string;
  level: string;
  parent: string | null;
  mesh_node: string | null;
  /** Named edges to other assets: [relation, target id]. */
  relations?: [string, string][];
}

export interface SignalDefinition {
  alias: string;
  asset: string;
  name: string;
  title: string;
  kind: SignalKind;
  data_type: DataType;
  unit: string;
  range_low: number | null;
  range_high: number | null;
  address: string | null;
  stale_after_seconds: number;
  dead_band: number;
  default_value: number | string | boolean | null;
}

export interface AlarmDefinition {
  id: string;
  asset: string;
  name: string;
  title: string;
  signal: string;
  comparison: Comparison;
  threshold: number;
  dead_band: number;
  on_delay_seconds: number;
  off_delay_seconds: number;
  priority: number;
  state_alias: string;
}

export interface Interlock {
  signal: string;
  comparison: Comparison;
  value: number;
  message: string;
}

export interface CommandDefinition {
  id: string;
  asset: string;
  name: string;
  title: string;
  unit: string;
  minimum: number;
  maximum: number;
  maximum_rate_per_second: number | null;
  address: string;
  feedback: string;
  interlocks: Interlock[];
  expires_after_seconds: number;
}

export interface Prediction {
  variable: string;
  measured: string;
  value: string;
  lower: string;
  upper: string;
}

export interface SimulationModel {
  id: string;
  asset: string;
  title: string;
  kind: string;
  inputs: [string, string][];
  predictions: Prediction[];
  version_alias: string;
  schedule_minutes: number;
  interval_probability: number;
}

/** A model that the site places in its scene. */
export interface SceneModel {
  asset_key: string;
}

export interface SiteDocument {
  name: string;
  title: string;
  time_zone: string;
  thing_name: string;
  assets: Asset[];
  signals: SignalDefinition[];
  alarms: AlarmDefinition[];
  commands: CommandDefinition[];
  models: SimulationModel[];
  scene: SceneModel[];
}
