// A small site: a station with one pump and one tank, one alarm, one command, one model.

import type {
  AlarmDefinition,
  Asset,
  CommandDefinition,
  SignalDefinition,
  SimulationModel,
  SiteDocument,
} from "../../src/api/site";
import type { AlarmBody, CommandBody, ConversionBody, Point, RunBody } from "../../src/api/types";

export function asset(id: string, parent: string | null, type = "pump"): Asset {
  return { id, title: `Title of ${id}`, type, level: "unit", parent, mesh_node: id };
}

export function signalOf(
  assetId: string,
  name: string,
  change: Partial<SignalDefinition> = {},
): SignalDefinition {
  return {
    alias: `/demo/${assetId}/${name}`,
    asset: assetId,
    name,
    title: name,
    kind: "measurement",
    data_type: "DOUBLE",
    unit: "rpm",
    range_low: 0,
    range_high: 1800,
    address: null,
    stale_after_seconds: 60,
    dead_band: 0,
    default_value: null,
    ...change,
  };
}

export const VIBRATION_HIGH: AlarmDefinition = {
  id: "P-101.high_vibration",
  asset: "P-101",
  name: "high_vibration",
  title: "Vibration high",
  signal: "/demo/P-101/vibration",
  comparison: ">",
  threshold: 7.1,
  dead_band: 0.5,
  on_delay_seconds: 5,
  off_delay_seconds: 10,
  priority: 1,
  state_alias: "/demo/P-101/high_vibration",
};

export const SET_SPEED: CommandDefinition = {
  id: "P-101.set_speed",
  asset: "P-101",
  name: "set_speed",
  title: "Speed set-point",
  unit: "rpm",
  minimum: 0,
  maximum: 1600,
  maximum_rate_per_second: 200,
  address: "ns=2;s=P-101.set_speed",
  feedback: "/demo/P-101/speed",
  interlocks: [
    { signal: "/demo/T-101/level", comparison: "<", value: 0.4, message: "the tank is empty" },
  ],
  expires_after_seconds: 30,
};

export const PUMP_MODEL: SimulationModel = {
  id: "P-101.pump",
  asset: "P-101",
  title: "Pump model",
  kind: "fmu",
  inputs: [["speed", "/demo/P-101/speed"]],
  predictions: [
    {
      variable: "flow",
      measured: "/demo/P-101/flow",
      value: "/demo/P-101/flow_predicted",
      lower: "/demo/P-101/flow_lower",
      upper: "/demo/P-101/flow_upper",
    },
  ],
  version_alias: "/demo/P-101/model_version",
  schedule_minutes: 5,
  interval_probability: 0.9,
};

export function siteDocument(change: Partial<SiteDocument> = {}): SiteDocument {
  return {
    name: "demo",
    title: "Demo pump station",
    time_zone: "Europe/Berlin",
    thing_name: "demo",
    assets: [
      asset("PS-1", null, "station"),
      asset("P-101", "PS-1"),
      asset("T-101", "PS-1", "tank"),
    ],
    signals: [
      signalOf("P-101", "rated_speed", { kind: "attribute" }),
      signalOf("P-101", "running", { data_type: "BOOLEAN", unit: "" }),
      signalOf("P-101", "speed"),
      signalOf("P-101", "flow", { unit: "m³/h" }),
      signalOf("P-101", "vibration", { unit: "mm/s" }),
      signalOf("P-101", "flow_predicted", { unit: "m³/h", kind: "prediction" }),
      signalOf("T-101", "level", { unit: "m", range_high: 4 }),
    ],
    alarms: [VIBRATION_HIGH],
    commands: [SET_SPEED],
    models: [PUMP_MODEL],
    scene: [],
    ...change,
  };
}

export function good(time: number, value: Point["value"]): Point {
  return { time, value, quality: "GOOD" };
}

export function alarmBody(change: Partial<AlarmBody> = {}): AlarmBody {
  return {
    alarm_id: "P-101.high_vibration",
    asset: "P-101",
    title: "Vibration high",
    priority: 1,
    state: "ACTIVE_UNACKNOWLEDGED",
    time: 100,
    signal: "/demo/P-101/vibration",
    value: 9.3,
    comparison: ">",
    threshold: 7.1,
    suspect: false,
    acknowledged_by: "",
    comment: "",
    ...change,
  };
}

export function commandBody(change: Partial<CommandBody> = {}): CommandBody {
  const state = change.state ?? "REQUESTED";
  return {
    request_id: "r-1",
    command_id: "P-101.set_speed",
    asset: "P-101",
    value: 1300,
    unit: "rpm",
    state,
    requested_by: "otto",
    requested_at: 100,
    expires_at: 130,
    steps: [{ state, time: 100, by: "otto", code: "", message: "" }],
    code: "",
    message: "",
    ...change,
  };
}

export function runBody(change: Partial<RunBody> = {}): RunBody {
  return {
    run_id: "run-1",
    model_id: "P-101.pump",
    kind: "what_if",
    state: "SUCCEEDED",
    inputs: { speed: 1200 },
    inputs_at: 99,
    outputs: {},
    model_version: "0123456789abcdef",
    parameter_version: "",
    deployment: 0,
    inputs_age_seconds: 0.5,
    parameters_age_seconds: null,
    validity: null,
    requested_by: "otto",
    requested_at: 100,
    finished_at: 105,
    error: null,
    ...change,
  };
}

export function conversionBody(change: Partial<ConversionBody> = {}): ConversionBody {
  return {
    conversion_id: "conversion-1",
    database_id: "site",
    asset_key: "walk",
    path: "walk.webm",
    number: 1,
    upload_id: "u-1",
    converter: "video_to_web",
    recipe: null,
    state: "RUNNING",
    progress: 0.42,
    step: "convert",
    job: null,
    moved_at: 100,
    attempt: 1,
    was_cached: false,
    requested_by: "ed",
    requested_at: 100,
    ended_at: null,
    error: null,
    ...change,
  };
}
