// Names that the console uses for bodies of the HTTP API. Times are UTC seconds since 1970.

import type {
  AlarmBody,
  CommandBody,
  ConversionBody,
  LatestValueBody,
  PointBody,
  RunBody,
  UploadBody,
} from "./schema";

export type {
  AlarmBody,
  CallerBody,
  CommandBody,
  CommandOrderBody as CommandOrder,
  CommandPage,
  CommandStepBody as CommandStep,
  CompleteUpload,
  ConversionBody,
  ConversionPage,
  CreateUpload,
  ErrorDetail,
  HistoryPage,
  LatestValueBody as LatestValue,
  ModelBody,
  ModelVariable,
  PointBody as Point,
  Problem,
  RunBody,
  RunOutput,
  RunPage,
  SceneBody,
  SceneModelBody,
  SceneNode,
  StartRun,
  StartWhatIf,
  TrajectoryBody,
  UploadBody,
  UploadCreated,
  UploadPart,
  UploadTarget,
  WhatIfBody,
  WhatIfBreach,
  WhatIfOutcome,
} from "./schema";

export type Role = "viewer" | "operator" | "engineer" | "admin";
export type Quality = PointBody["quality"];
export type Comparison = AlarmBody["comparison"];
export type Value = LatestValueBody["value"];
export type AlarmState = AlarmBody["state"];
export type ConversionState = ConversionBody["state"];
export type CommandState = CommandBody["state"];
export type RunKind = RunBody["kind"];
export type RunState = RunBody["state"];
export type UploadState = UploadBody["state"];

/** One message of the live topic `values`: twin/api/live_schemas.py; it has an `id` besides. */
export interface ValuesEvent {
  alias: string;
  points: PointBody[];
}
