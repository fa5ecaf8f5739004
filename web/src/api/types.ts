// Mirrors twin/api/schemas.py: JSON bodies of the HTTP API. Times are UTC seconds since 1970.

export type Role = "viewer" | "operator" | "engineer" | "admin";
export type Quality = "GOOD" | "BAD" | "UNCERTAIN";
export type Comparison = "<" | "<=" | "==" | "!=" | ">=" | ">";
export type Value = number | string | boolean | null;

export interface ErrorDetail {
  code: string;
  message: string;
  found?: string;
  expected?: string;
  where?: string;
}

export interface SceneNode {
  name: string;
  title: string;
  children: SceneNode[];
}

export interface SceneModelBody {
  asset_key: string;
  title: string;
  url: string | null;
  url_expires_at: number | null;
  size_bytes: number;
  position_metres: [number, number, number];
  rotation_radians: [number, number, number];
  tree: SceneNode[];
}

export interface SceneBody {
  site: string;
  models: SceneModelBody[];
}

export interface UploadPart {
  part_number: number;
  size_bytes: number;
  sha256: string;
}

export interface CreateUpload {
  file_name: string;
  size_bytes: number;
  sha256: string;
  parts: UploadPart[];
  asset_key?: string;
}

export interface UploadTarget {
  part_number: number;
  url: string;
  headers: Record<string, string>;
  /** Present where the part is stored already: it need not be sent again. */
  stored_etag?: string;
}

export interface UploadCreated {
  upload_id: string;
  asset_key: string;
  parts: UploadTarget[];
  expires_at: number;
}

export interface StoredPart {
  part_number: number;
  etag: string;
  sha256: string;
}

export type UploadState = "OPEN" | "UPLOADED" | "CONVERTING" | "PUBLISHED" | "REJECTED" | "ABORTED";

export interface UploadBody {
  upload_id: string;
  asset_key: string;
  file_name: string;
  state: UploadState;
  progress: number;
  step: string;
  error: ErrorDetail | null;
}

export interface LatestValue {
  alias: string;
  value: Value;
  unit: string;
  quality: Quality;
  time: number | null;
  age_seconds: number | null;
  stale: boolean;
}

export interface Point {
  time: number;
  value: Value;
  quality: Quality;
}

export interface HistoryPage {
  alias: string;
  unit: string;
  points: Point[];
  next_token: string | null;
}

/** One message of the live topic `values`. */
/** Mirrors twin/api/live_schemas.py; live messages have an `id` besides. */
export interface ValuesEvent {
  alias: string;
  points: Point[];
}

export type AlarmState =
  | "NORMAL"
  | "ACTIVE_UNACKNOWLEDGED"
  | "ACTIVE_ACKNOWLEDGED"
  | "RETURNED_UNACKNOWLEDGED"
  | "SHELVED"
  | "OUT_OF_SERVICE";

export interface AlarmBody {
  alarm_id: string;
  asset: string;
  title: string;
  priority: number;
  state: AlarmState;
  time: number | null;
  signal: string;
  value: number | null;
  comparison: Comparison;
  threshold: number;
  suspect: boolean;
  acknowledged_by: string;
  comment: string;
}

export type CommandState =
  | "REFUSED"
  | "REQUESTED"
  | "SENT"
  | "APPLIED"
  | "REJECTED"
  | "EXPIRED"
  | "FAILED";

export interface CommandStep {
  state: CommandState;
  time: number;
  by: string;
  code: string;
  message: string;
}

export interface CommandBody {
  request_id: string;
  command_id: string;
  asset: string;
  value: number;
  unit: string;
  state: CommandState;
  requested_by: string;
  requested_at: number;
  expires_at: number;
  steps: CommandStep[];
  code: string;
  message: string;
}

export interface CommandOrder {
  command_id: string;
  value: number;
  idempotency_key: string;
}

export interface CommandPage {
  commands: CommandBody[];
  next_token: string | null;
}

export interface ModelVariable {
  variable: string;
  alias: string;
  unit: string;
}

export interface ModelBody {
  model_id: string;
  asset: string;
  title: string;
  kind: string;
  version: string;
  inputs: ModelVariable[];
  outputs: ModelVariable[];
  schedule_minutes: number;
  interval_probability: number;
}

export type RunKind = "prediction" | "what_if";
export type RunState = "QUEUED" | "RUNNING" | "SUCCEEDED" | "FAILED";

export interface StartRun {
  model_id: string;
  kind: RunKind;
  inputs?: Record<string, number>;
  idempotency_key?: string;
}

export interface RunOutput {
  value: number;
  lower: number;
  upper: number;
  unit: string;
  measured: number | null;
}

export interface RunBody {
  run_id: string;
  model_id: string;
  kind: RunKind;
  state: RunState;
  inputs: Record<string, number>;
  outputs: Record<string, RunOutput>;
  model_version: string;
  requested_by: string;
  requested_at: number;
  finished_at: number | null;
  error: ErrorDetail | null;
}

export interface RunPage {
  runs: RunBody[];
  next_token: string | null;
}
