// Written by `make api` from the API's OpenAPI document: change twin/api, not this file.

/** A key without its secret. `last_used_day` is a UTC day such as 2026-01-31. */
export interface AccessKeyBody {
  key_id: string;
  title: string;
  owner: string;
  owner_name: string;
  role: "viewer" | "operator" | "engineer" | "admin";
  databases: string[] | null;
  operations: string[] | null;
  created_at: number;
  expires_at: number;
  last_used_day: string | null;
  revoked_at: number | null;
}

/** A new key: `secret` is what goes into `Authorization: Bearer …`, shown this once. */
export interface AccessKeyMade {
  key: AccessKeyBody;
  secret: string;
}

/** One page of keys, newest first within each owner. */
export interface AccessKeyPage {
  keys: AccessKeyBody[];
  next_token: string | null;
}

/** POST /alarms/{alarm_id}/acknowledge; answers the `AlarmBody` after it. */
export interface AcknowledgeAlarm {
  comment?: string;
}

/**
 * What the next run of a model uses; 0 is what the site file says.
 *
 * `revision` counts the changes: a request may name the one that it follows.
 */
export interface ActiveBody {
  model_id: string;
  deployment: number;
  parameters: number;
  version: string;
  revision: number;
}

/** POST of an alias. */
export interface AddAlias {
  alias: string;
}

/** The windows of one signal, oldest first. */
export interface AggregateSeries {
  alias: string;
  unit: string;
  windows: AggregateWindow[];
}

/**
 * The statistics asked for of (start, end]; without a good value there is no window.
 *
 * A window that has texts or Booleans only has a count only.
 */
export interface AggregateWindow {
  start: number;
  end: number;
  quality: "GOOD" | "BAD" | "UNCERTAIN";
  average?: number;
  count?: number;
  maximum?: number;
  minimum?: number;
  sum?: number;
  standard_deviation?: number;
}

/**
 * GET /signals/aggregates: the windows of up to 16 signals that end in (`start`, `end`].
 *
 * A page has every signal, and of each the windows that are on it: those of the first signals
 * come first.
 */
export interface AggregatesPage {
  resolution: "1m" | "15m" | "1h" | "1d";
  series: AggregateSeries[];
  next_token: string | null;
}

/**
 * One alarm, also on the live topic `alarms`: `twin.alarms.events.AlarmStateChanged`.
 *
 * `time` is the source time of the last change, null where it never changed.
 */
export interface AlarmBody {
  alarm_id: string;
  asset: string;
  title: string;
  priority: number;
  state: "NORMAL" | "ACTIVE_UNACKNOWLEDGED" | "ACTIVE_ACKNOWLEDGED" | "RETURNED_UNACKNOWLEDGED" | "SHELVED" | "OUT_OF_SERVICE";
  time: number | null;
  signal: string;
  value: number | null;
  comparison: "<" | "<=" | "==" | "!=" | ">=" | ">";
  threshold: number;
  suspect: boolean;
  acknowledged_by: string;
  comment: string;
}

/** GET /alarms/{alarm_id}/history: `start` and `end` in seconds since 1970, both included. */
export interface AlarmHistoryPage {
  alarm_id: string;
  transitions: AlarmTransitionBody[];
  next_token: string | null;
}

/** GET /alarms: every alarm of the site, the urgent ones first. */
export interface AlarmList {
  alarms: AlarmBody[];
}

/**
 * What happened to an alarm; `by` is who did it, empty for the process itself.
 *
 * `time` is the source time of the change or the time of the operator's action, `recorded_at` when
 * the twin learned of it; `value` is the signal's value then.
 */
export interface AlarmTransitionBody {
  time: number;
  previous: "NORMAL" | "ACTIVE_UNACKNOWLEDGED" | "ACTIVE_ACKNOWLEDGED" | "RETURNED_UNACKNOWLEDGED" | "SHELVED" | "OUT_OF_SERVICE";
  state: "NORMAL" | "ACTIVE_UNACKNOWLEDGED" | "ACTIVE_ACKNOWLEDGED" | "RETURNED_UNACKNOWLEDGED" | "SHELVED" | "OUT_OF_SERVICE";
  value: number | null;
  suspect: boolean;
  by: string;
  comment: string;
  recorded_at: number;
}

/** The asset that has an alias. */
export interface AliasBody {
  alias: string;
  database_id: string;
  asset_key: string;
  title: string;
  deleted: boolean;
}

/** The aliases of an asset; `revision` is the asset's. */
export interface AliasesBody {
  aliases: string[];
  revision: number;
}

/** POST /models/{model_id}/artefacts: the file that is to be sent, by its content. */
export interface AnnounceArtefact {
  file_name: string;
  kind: string;
  sha256: string;
  size_bytes: number;
}

/** POST /uploads/{upload_id}/parts: up to 1,000 parts, in any order, as often as needed. */
export interface AnnounceParts {
  parts: UploadPart[];
}

/**
 * The archive of one version.
 *
 * It is asked for, made in the background, and can be fetched from `url` (also parts of it, by
 * Range) until `expires_at`. Neither its size nor its address is there before it is READY; a
 * FAILED one says why in `error`.
 */
export interface ArchiveBody {
  database_id: string;
  asset_key: string;
  number: number;
  state: "REQUESTED" | "READY" | "FAILED";
  file_name: string;
  size_bytes: number | null;
  requested_at: number;
  expires_at: number;
  url: string | null;
  url_expires_at: number | null;
  error: Record<string, string> | null;
}

/**
 * Where to PUT the file, with the headers to send along; the address works for an hour.
 *
 * `is_stored` says that exactly this file is there already: it need not be sent again.
 */
export interface ArtefactTarget {
  artefact_sha256: string;
  url: string;
  headers: Record<string, string>;
  is_stored: boolean;
}

/**
 * One asset. `revision` is its ETag, `version` its newest version, 0 before the first.
 *
 * `deleted_at` and `purge_after` are set while it is deleted: it can be restored until then.
 */
export interface AssetBody {
  database_id: string;
  asset_key: string;
  title: string;
  description: string;
  asset_type: string;
  tags: string[];
  metadata: Record<string, unknown>;
  aliases: string[];
  box: Box | null;
  version: number;
  revision: number;
  created_at: number;
  created_by: string;
  updated_at: number;
  updated_by: string;
  deleted_at: number | null;
  purge_after: number | null;
}

/** One page of what differs between two versions of an asset. */
export interface AssetDifference {
  from: number;
  to: number;
  totals: DifferenceTotals;
  volume_delta_cubic_metres: number;
  parts: PartDifference[];
  next_token: string | null;
}

/** The metadata of an asset, and how it stands to the schema of its type now. */
export interface AssetMetadataBody {
  asset_type: string;
  metadata: Record<string, unknown>;
  schema: SchemaReference | null;
  metadata_valid: boolean;
  findings: MetadataFinding[];
}

/**
 * One page of the assets of a database, newest first.
 *
 * Assets that the caller may not read are left out: a page may be short, or empty, before the end.
 */
export interface AssetPage {
  assets: AssetBody[];
  next_token: string | null;
}

/** An asset that is gone; its files are removed in the background. */
export interface AssetPurged {
  database_id: string;
  asset_key: string;
}

/** One asset of the tree, before those below it; `depth` counts from 0. */
export interface AssetRow {
  id: string;
  name: string;
  title: string;
  type: string;
  level: string;
  parent: string | null;
  depth: number;
  children: number;
}

/** GET /graph/tree. */
export interface AssetTreePage {
  assets: AssetRow[];
  next_token: string | null;
}

/** GET /signals/values: up to 16 signals at `start`, `start + step` and so on before `end`. */
export interface AxisPage {
  step: number;
  times: number[];
  series: AxisSeries[];
  next_token: string | null;
}

/**
 * One signal at the page's instants.
 *
 * `values` and `qualities` are as long as `times`. A quality of null is a gap: the signal has no
 * value that reaches so far. `method` is `previous` also where `linear` was asked for and the
 * signal is no number.
 */
export interface AxisSeries {
  alias: string;
  unit: string;
  method: "previous" | "linear";
  values: (number | string | boolean | null)[];
  qualities: ("GOOD" | "BAD" | "UNCERTAIN" | null)[];
}

/** One binding; of origin `site` it is made by the site file and cannot be changed here. */
export interface BindingBody {
  binding_id: string;
  database_id: string;
  asset_key: string;
  origin: "site" | "user";
  state: "bound" | "review";
  path: string | null;
  file_version: number | null;
  node_id: string | null;
  part: PartRecordBody | null;
  region: RegionBody | null;
  signals: string[];
  variables: VariableBody[];
  equipment: string;
  note: string;
  carried: CarriedBody | null;
  review: ReviewBody | null;
  changed_at: number;
  changed_by: string;
}

/** One page of the bindings of an asset; `revision` is their ETag. */
export interface BindingPage {
  revision: number;
  version: number;
  bindings: BindingBody[];
  next_token: string | null;
}

/** One change of the bindings of an asset; `waiting` counts those to be decided on. */
export interface BindingRevision {
  revision: number;
  version: number;
  sha256: string;
  bindings: number;
  waiting: number;
  action: string;
  at: number;
  by: string;
}

/** One page of revisions, the newest first. */
export interface BindingRevisionPage {
  revisions: BindingRevision[];
  next_token: string | null;
}

/** GET /bindings. */
export interface BindingsFound {
  bindings: BindingBody[];
  next_token: string | null;
}

/** How many bindings there are now, at which revision, for which version of the asset. */
export interface BindingsReplaced {
  revision: number;
  version: number;
  bindings: number;
}

/** Where an asset is: metres in the scene (Y up), or degrees east, degrees north and metres. */
export interface Box {
  frame: "site" | "wgs84";
  minimum: [number, number, number];
  maximum: [number, number, number];
}

/** An axis-parallel box in metres in the frame of the CAD file, Z up. */
export interface BoxBody {
  minimum: number[];
  maximum: number[];
}

/**
 * One calibration.
 *
 * `samples` are the usable ones of its window. `champion` and `published` are numbers of versions
 * in the model's registry, 0 being the site file's. `error` is why it failed or was refused before
 * the gate, `findings` everything that was wrong with the window. `rolled_back_at` is when its
 * version was taken back because predictions became worse. `drift` is set where one started it.
 */
export interface CalibrationBody {
  calibration_id: string;
  model_id: string;
  trigger: "request" | "schedule" | "drift";
  state: "QUEUED" | "RUNNING" | "PUBLISHING" | "PUBLISHED" | "REFUSED" | "FAILED" | "CANCELLED";
  requested_by: string;
  requested_at: number;
  window_start: number | null;
  window_end: number | null;
  samples: number | null;
  deployment: number | null;
  champion: number | null;
  published: number | null;
  verdict: CalibrationVerdict | null;
  error: ErrorDetail | null;
  findings: ErrorDetail[];
  finished_at: number | null;
  rolled_back_at: number | null;
  rollback_reason: string;
  drift: CalibrationDrift | null;
}

/**
 * What a drift was told by: `statistic` is at or above its `threshold`.
 *
 * `consecutive`: that many predictions in a row were outside of their band; the statistic is the
 * least normalised innovation squared over its bound. `shift`: the distribution of errors is not
 * what it was in the `reference` first predictions of the version; `output` changed most, and
 * its measured values are `higher` or `lower` than predicted, or its errors `wider`, than then.
 */
export interface CalibrationDrift {
  rule: "consecutive" | "shift";
  predictions: number;
  statistic: number;
  threshold: number;
  output: string;
  change: "" | "higher" | "lower" | "wider";
  reference: number;
}

/** GET /calibrations: newest first. */
export interface CalibrationPage {
  calibrations: CalibrationBody[];
  next_token: string | null;
}

/** GET /calibrations/{calibration_id}/report; the addresses are valid until `expires_at`. */
export interface CalibrationReport {
  calibration_id: string;
  files: ReportFile[];
  expires_at: number;
}

/** What was decided; errors are on held-out samples, in standard deviations of the noise. */
export interface CalibrationVerdict {
  is_accepted: boolean;
  grounds: GateGround[];
  champion_error: number;
  candidate_error: number;
  shifts: ParameterShift[];
  candidate_version: string;
}

/** GET /access/me. `role` is null for who has rights in some databases only. */
export interface CallerBody {
  subject: string;
  name: string;
  kind: "user" | "machine" | "key";
  role: "viewer" | "operator" | "engineer" | "admin" | null;
  groups: string[];
}

/** A part that may be the one; `score` from 0 to 1. */
export interface CandidateBody {
  node_id: string;
  score: number;
  reasons: string[];
}

/** How the binding came to its part without a person. */
export interface CarriedBody {
  from_node: string;
  from_file_version: number;
  score: number;
  reasons: string[];
}

/** Who did what, and when; `subject` is `database:<id>` or `asset:<database>/<key>`. */
export interface ChangeBody {
  change_id: string;
  subject: string;
  action: string;
  at: number;
  by: string;
  by_name: string;
  fields: FieldChangeBody[];
  details: Record<string, string>;
}

/** One page of changes. */
export interface ChangePage {
  changes: ChangeBody[];
  next_token: string | null;
}

/** PATCH of tags: those to add and those to remove, in one step; their order does not count. */
export interface ChangeTags {
  add?: string[];
  remove?: string[];
}

/** One request, also on the live topic `commands`: `twin.commands.request.CommandRequest`. */
export interface CommandBody {
  request_id: string;
  command_id: string;
  asset: string;
  value: number;
  unit: string;
  state: "REFUSED" | "REQUESTED" | "SENT" | "APPLIED" | "REJECTED" | "EXPIRED" | "FAILED";
  requested_by: string;
  requested_at: number;
  expires_at: number;
  steps: CommandStepBody[];
  code: string;
  message: string;
}

/** POST /commands; the same `idempotency_key` of the same caller is the same request. */
export interface CommandOrderBody {
  command_id: string;
  value: number;
  idempotency_key?: string | null;
}

/** GET /commands: newest first. */
export interface CommandPage {
  commands: CommandBody[];
  next_token: string | null;
}

/** One line of the audit trail. */
export interface CommandStepBody {
  state: "REFUSED" | "REQUESTED" | "SENT" | "APPLIED" | "REJECTED" | "EXPIRED" | "FAILED";
  time: number;
  by: string;
  code: string;
  message: string;
}

/** One comment on a version; `revision` is its ETag. */
export interface CommentBody {
  comment_id: string;
  version: number;
  text: string;
  created_at: number;
  created_by: string;
  created_by_name: string;
  updated_at: number;
  revision: number;
}

/** One page of comments, the newest first. */
export interface CommentPage {
  comments: CommentBody[];
  next_token: string | null;
}

/**
 * POST /uploads/{upload_id}/complete.
 *
 * `checksum` is what the client computed of the whole file, in base64: the SHA-256 of the parts'
 * SHA-256 in a row, or the file's CRC-64/NVME. `sha256` is the whole file's in hexadecimal, where
 * the client has it.
 */
export interface CompleteUpload {
  checksum: string;
  sha256?: string;
}

/**
 * One conversion, of an upload or on request; `upload_id` is null where it was requested.
 *
 * `number` is the version of the file, null while an upload has become none. `converter` and
 * `recipe` are null until they are known, and where nothing is converted. `was_cached` tells that
 * the same recipe was done before. `progress` runs from 0 to 1. `attempt` counts from 1. `job` is
 * null unless the job of the step runs and said something; `moved_at` is when the conversion went
 * on last.
 */
export interface ConversionBody {
  conversion_id: string;
  database_id: string;
  asset_key: string;
  path: string;
  number: number | null;
  upload_id: string | null;
  converter: string | null;
  recipe: RecipeBody | null;
  state: "QUEUED" | "RUNNING" | "SUCCEEDED" | "FAILED" | "CANCELLED";
  progress: number;
  step: string;
  job: JobBody | null;
  moved_at: number | null;
  attempt: number;
  was_cached: boolean;
  requested_by: string;
  requested_at: number;
  ended_at: number | null;
  error: ErrorDetail | null;
}

/**
 * What a conversion's last execution did, in order; empty 90 days after its end.
 *
 * `entries` are all on the first page; `lines` come page by page, the newest last.
 */
export interface ConversionLog {
  execution: string;
  entries: LogEntry[];
  lines: LogLine[];
  next_token: string | null;
}

/** One page of conversions, newest first. */
export interface ConversionPage {
  conversions: ConversionBody[];
  next_token: string | null;
}

/** One converter: what it reads, what it writes, up to which size. */
export interface ConverterBody {
  name: string;
  title: string;
  inputs: string[];
  outputs: string[];
  maximum_bytes: number;
}

/** What can be uploaded. */
export interface ConverterList {
  converters: ConverterBody[];
}

/**
 * POST /access/keys.
 *
 * `role` is at most the caller's own, which is the default. `databases` and `operations` (by
 * operationId) limit the key to some; left out, it may do all that its role and its owner may.
 * `expires_in_days` is from 1 to 365, by default 90.
 */
export interface CreateAccessKey {
  title: string;
  role?: "viewer" | "operator" | "engineer" | "admin";
  databases?: string[] | null;
  operations?: string[] | null;
  expires_in_days?: number;
}

/** POST of an asset; `asset_type` names the schema of its metadata. */
export interface CreateAsset {
  asset_key: string;
  title: string;
  description?: string;
  asset_type?: string;
  tags?: string[];
  metadata?: Record<string, unknown>;
  box?: Box | null;
}

/** POST /databases; deleted assets of it can be restored for `retention_days`. */
export interface CreateDatabase {
  database_id: string;
  title: string;
  description?: string;
  tags?: string[];
  retention_days?: number;
}

/**
 * POST /models/{model_id}/deployments: deploy a file that was sent.
 *
 * It is active at once unless `activate` is false. With `expected_revision` it is refused where
 * what is active was changed since.
 */
export interface CreateDeployment {
  file_name: string;
  manifest: ManifestBody;
  note?: string | null;
  activate?: boolean | null;
  expected_revision?: number | null;
}

/** POST of a link: what the other asset is to this one. */
export interface CreateLink {
  kind: "parent" | "child" | "related" | "located-in" | "contains" | "derived-from" | "source-of";
  database_id: string;
  asset_key: string;
  metadata?: Record<string, unknown>;
}

/**
 * POST /uploads. `sha256` is the whole file's digest in hexadecimal, where the client has it.
 *
 * The file is cut by the rule in docs/uploads.md. `parts` may announce up to 1,000 of them at
 * once: a small file needs no second question. `checksum` is SHA256 where it is not given.
 * `database_id` is `site`, `path` the file name where they are not given. `hold` publishes without
 * making a version of the asset; `unpack` publishes the members of a ZIP archive instead of it.
 */
export interface CreateUpload {
  file_name: string;
  size_bytes: number;
  database_id?: string;
  asset_key?: string;
  path?: string;
  hold?: boolean;
  unpack?: boolean;
  checksum?: "SHA256" | "CRC64NVME";
  sha256?: string;
  parts?: UploadPart[];
}

/** POST of a version: what is new in it. */
export interface CreateVersion {
  comment?: string;
}

/** One database; `revision` is its ETag. */
export interface DatabaseBody {
  database_id: string;
  title: string;
  description: string;
  tags: string[];
  retention_days: number;
  revision: number;
  created_at: number;
  created_by: string;
  updated_at: number;
  updated_by: string;
}

/** One page of databases: the site's own, then the others from the newest on. */
export interface DatabasePage {
  databases: DatabaseBody[];
  next_token: string | null;
}

/** One deployment; number 0 is the file that was deployed with the site. */
export interface DeploymentBody {
  model_id: string;
  number: number;
  kind: string;
  file_name: string;
  artefact_sha256: string;
  manifest_sha256: string;
  image_digest: string;
  git_revision: string;
  deployed_by: string;
  deployed_at: number;
  note: string;
  is_active: boolean;
}

/** The new deployment, and what is active now. */
export interface DeploymentCreated {
  deployment: DeploymentBody;
  active: ActiveBody;
}

/** One deployment with its manifest; null where nobody validated the file. */
export interface DeploymentDetail {
  deployment: DeploymentBody;
  manifest: ManifestBody | null;
}

/** GET /models/{model_id}/deployments: newest first. */
export interface DeploymentList {
  deployments: DeploymentBody[];
  next_token: string | null;
  active: ActiveBody;
}

/**
 * Why a derivative is there.
 *
 * `run` is of the job that wrote the bytes: where `was_cached`, an earlier one, for whichever file
 * of these bytes. `was_cached` is null where the conversion is not remembered.
 */
export interface DerivativeExplained {
  file_name: string;
  media_type: string;
  size_bytes: number;
  sha256: string;
  converter: string;
  on_request: boolean;
  conversion_id: string | null;
  source: SourceBody;
  recipe: RecipeBody;
  parameters: Record<string, number | string>;
  facts: Record<string, number | string>;
  run: RunFacts | null;
  was_cached: boolean | null;
  requested_by: string;
  published_at: number | null;
}

/** What was made of a version of a file: when it was published first, then on request. */
export interface DerivativeList {
  derivatives: DerivativeRow[];
}

/** One file that was made of a version of a file; `conversion_id` is of what made it so. */
export interface DerivativeRow {
  file_name: string;
  media_type: string;
  size_bytes: number;
  sha256: string;
  converter: string;
  on_request: boolean;
  conversion_id: string | null;
}

/** Parts by what leads of their outcomes; every part of both versions is counted once. */
export interface DifferenceTotals {
  same: number;
  moved: number;
  changed: number;
  renamed: number;
  added: number;
  removed: number;
}

/** `source` stands in `relation` to `target`. */
export interface EdgeBody {
  source: string;
  relation: string;
  target: string;
}

/** Why a job, an upload or a run failed: `TwinError.to_dict`. */
export interface ErrorDetail {
  code: string;
  message: string;
  found?: string;
  expected?: string;
  where?: string;
}

/** What a study would take; `study_id` is the one that it would have. */
export interface EstimatedStudy {
  study_id: string;
  estimate: StudyEstimate;
}

/**
 * POST /access/explain.
 *
 * `resource` is a path of the API: `/` for the site, `/databases/a`, `/databases/a/assets/pump`.
 * With `attributes`, the resource need not exist: the answer is that of one with these.
 */
export interface ExplainAccess {
  principal: ExplainedPrincipal;
  action: string;
  resource: string;
  attributes?: Record<string, unknown>;
}

/** Whose access is asked for: a user by name, a group, a key by id, a program by name. */
export interface ExplainedPrincipal {
  kind: "user" | "group" | "key" | "program";
  name: string;
}

/** A decision and what decided; no policy on a denial means that none permits. */
export interface Explanation {
  allowed: boolean;
  reason: string;
  principal: PrincipalBody;
  action: string;
  resource: ResourceBody;
  policies: PolicyBody[];
  faults: FaultBody[];
}

/** A policy that could not be evaluated: one that forbids then forbids, a permit is skipped. */
export interface FaultBody {
  policy_id: string;
  problem: string;
}

/** One field before and after; null where it was not there. */
export interface FieldChangeBody {
  field: string;
  before: unknown;
  after: unknown;
}

/**
 * One version of a file; `number` counts from 1.
 *
 * `content_type` is what the bytes were found to be. `converter` made the derivatives; it is null
 * where nothing was converted.
 */
export interface FileBody {
  path: string;
  number: number;
  content_type: string;
  size_bytes: number;
  sha256: string;
  converter: string | null;
  derivatives: StoredFileBody[];
  published_at: number;
  published_by: string;
  upload_id: string;
}

/** One page of files, or of the versions of one file. */
export interface FilePage {
  files: FileBody[];
  next_token: string | null;
}

/** A file that is not in the working tree any more; `revision` is its asset's. */
export interface FileRemoved {
  path: string;
  revision: number;
}

/** A short-lived address; it takes GET and HEAD, with Range. */
export interface FileUrl {
  url: string;
  expires_at: number;
  file_name: string;
  media_type: string;
  size_bytes: number;
  sha256: string;
}

/** One reason of the gate, by its stable code, with the figures behind it. */
export interface GateGround {
  reason: string;
  found: string;
  expected: string;
}

/**
 * GET /signals/history: values of one quality, by default the good ones.
 *
 * Oldest first, `start` included, `end` excluded.
 */
export interface HistoryPage {
  alias: string;
  unit: string;
  points: PointBody[];
  next_token: string | null;
}

/** How much one input matters: indices of Sobol with 95 % intervals, or effects of Morris. */
export interface InputEffect {
  name: string;
  first_order?: number;
  first_order_interval?: number[];
  total_order?: number;
  total_order_interval?: number[];
  mean?: number;
  mean_absolute?: number;
  standard_deviation?: number;
}

/** How far a job said that it is; `fraction` of its step from 0 to 1, null where unknown. */
export interface JobBody {
  step: "download" | "convert" | "pack" | "upload";
  fraction: number | null;
  at: number;
}

/** One latest value: `twin.telemetry.latest.LatestValue`. */
export interface LatestValueBody {
  alias: string;
  value: number | string | boolean | null;
  unit: string;
  quality: "GOOD" | "BAD" | "UNCERTAIN";
  time: number | null;
  age_seconds: number | null;
  stale: boolean;
}

/** GET /signals/latest: all signals, or those named by repeated `alias`. */
export interface LatestValues {
  values: LatestValueBody[];
}

/** One link as the asset of the request sees it; `deleted` tells that the other end is. */
export interface LinkBody {
  kind: "parent" | "child" | "related" | "located-in" | "contains" | "derived-from" | "source-of";
  direction: "up" | "down" | "both";
  database_id: string;
  asset_key: string;
  title: string;
  asset_type: string;
  deleted: boolean;
  metadata: Record<string, unknown>;
  created_at: number;
  created_by: string;
}

/** One page of links, by kind, database and key of the other end. */
export interface LinkPage {
  links: LinkBody[];
  next_token: string | null;
}

/** A link that is gone from both ends. */
export interface LinkRemoved {
  kind: "parent" | "child" | "related" | "located-in" | "contains" | "derived-from" | "source-of";
  database_id: string;
  asset_key: string;
}

/** Topic `alarms`: an alarm as it is after a change. */
export interface LiveAlarm {
  alarm_id: string;
  asset: string;
  title: string;
  priority: number;
  state: "NORMAL" | "ACTIVE_UNACKNOWLEDGED" | "ACTIVE_ACKNOWLEDGED" | "RETURNED_UNACKNOWLEDGED" | "SHELVED" | "OUT_OF_SERVICE";
  time: number | null;
  signal: string;
  value: number | null;
  comparison: "<" | "<=" | "==" | "!=" | ">=" | ">";
  threshold: number;
  suspect: boolean;
  acknowledged_by: string;
  comment: string;
  id: string;
}

/** Topic `commands`: a request as it is after a step. */
export interface LiveCommand {
  request_id: string;
  command_id: string;
  asset: string;
  value: number;
  unit: string;
  state: "REFUSED" | "REQUESTED" | "SENT" | "APPLIED" | "REJECTED" | "EXPIRED" | "FAILED";
  requested_by: string;
  requested_at: number;
  expires_at: number;
  steps: CommandStepBody[];
  code: string;
  message: string;
  id: string;
}

/** Topic `conversions`: a conversion after a step, or as far as its job says. */
export interface LiveConversion {
  conversion_id: string;
  database_id: string;
  asset_key: string;
  path: string;
  number: number | null;
  upload_id: string | null;
  converter: string | null;
  recipe: RecipeBody | null;
  state: "QUEUED" | "RUNNING" | "SUCCEEDED" | "FAILED" | "CANCELLED";
  progress: number;
  step: string;
  job: JobBody | null;
  moved_at: number | null;
  attempt: number;
  was_cached: boolean;
  requested_by: string;
  requested_at: number;
  ended_at: number | null;
  error: ErrorDetail | null;
  id: string;
}

/** Event `current` of GET /live/events, its last one: nothing is missing up to this id. */
export interface LiveCurrent {
  id: string;
}

/** Topic `models`: another deployment, or other parameters, are active. */
export interface LiveModel {
  model_id: string;
  what: "deployment" | "parameters";
  number: number;
  previous: number;
  reason: "deploy" | "calibration" | "rollback";
  by: string;
  at: number;
  id: string;
}

/** Event `reset` of GET /live/events: not all that was missed can be told; load anew. */
export interface LiveReset {
  id: string;
  reason: "too_old" | "too_much";
}

/** Topic `runs`: a run in its new state. */
export interface LiveRun {
  run_id: string;
  model_id: string;
  kind: "prediction" | "what_if";
  state: "QUEUED" | "RUNNING" | "SUCCEEDED" | "FAILED";
  inputs: Record<string, number>;
  inputs_at: number | null;
  outputs: Record<string, RunOutput>;
  model_version: string;
  parameter_version: string;
  deployment: number;
  inputs_age_seconds: number | null;
  parameters_age_seconds: number | null;
  validity: RunValidity | null;
  requested_by: string;
  requested_at: number;
  finished_at: number | null;
  error: ErrorDetail | null;
  id: string;
}

/** Topic `studies`: a study in its new state. */
export interface LiveStudy {
  study_id: string;
  model_id: string;
  kind: string;
  design: string;
  varied: string[];
  outputs: string[];
  rows: number;
  steps: number;
  step_seconds: number;
  seed: number;
  state: "QUEUED" | "PLANNED" | "RUNNING" | "COLLECTING" | "SUCCEEDED" | "FAILED" | "CANCELLED";
  counts: RowCounts;
  estimate: StudyEstimate;
  usage: StudyUsage | null;
  failed: Record<string, number> | null;
  chunks: number;
  attempt: number;
  was_cached: boolean;
  requested_by: string;
  requested_at: number;
  started_at: number | null;
  finished_at: number | null;
  error: ErrorDetail | null;
  id: string;
}

/** Topic `assets`: an upload after a step; a published one has what it became. */
export interface LiveUpload {
  upload_id: string;
  database_id: string;
  asset_key: string;
  path: string;
  file_name: string;
  hold: boolean;
  archive: string;
  state: "OPEN" | "UPLOADED" | "CONVERTING" | "PUBLISHED" | "REJECTED" | "ABORTED" | "EXPIRED";
  progress: number;
  step: string;
  error: ErrorDetail | null;
  id: string;
  title?: string;
  version?: number;
  file_version?: number;
  source_sha256?: string;
  converter?: string;
  published_at?: number;
}

/** Topic `values`: new values of one signal, oldest first, at most ten a second. */
export interface LiveValues {
  id: string;
  alias: string;
  points: PointBody[];
}

/** One event of an execution: the step that was entered, or the error by its name. */
export interface LogEntry {
  at: number;
  event: string;
  step: string;
  error: string;
}

/** One line that the function or the job of an execution printed. */
export interface LogLine {
  at: number;
  message: string;
}

/** The manifest of a model, as `twin models validate --manifest` writes it. */
export interface ManifestBody {
  id: string;
  kind: string;
  artefact_sha256: string;
  artefact_bytes: number;
  variables: ManifestVariable[];
  step_seconds: number;
  image_digest?: string;
  git_revision?: string;
  tool?: string;
  licence_class?: "none" | "twin_runtime" | "twin_builder_deployer" | "unknown";
  capabilities?: ManifestCapabilities;
  training_box?: Record<string, RangeBody>;
  held_out_error?: Record<string, number>;
  steps_per_second?: number | null;
}

/** What a model can do. */
export interface ManifestCapabilities {
  can_save_state?: boolean;
  can_batch?: boolean;
  fixed_step?: boolean;
}

/** What tells whether to rely on a model; `steps_per_second` is of one processor. */
export interface ManifestSummary {
  licence_class: "none" | "twin_runtime" | "twin_builder_deployer" | "unknown";
  training_box: Record<string, RangeBody>;
  held_out_error: Record<string, number>;
  steps_per_second: number | null;
  can_save_state: boolean;
}

/** One variable of a model; `unit` is as the model says it. */
export interface ManifestVariable {
  name: string;
  causality: "input" | "output" | "parameter" | "local";
  data_type?: "real" | "integer" | "boolean";
  unit?: string;
  minimum?: number | null;
  maximum?: number | null;
  start?: number | null;
  description?: string;
}

/** Share of `count` past intervals that held what was measured, with its band of 95 %. */
export interface MeasuredCoverage {
  share: number;
  count: number;
  lower: number;
  upper: number;
}

/** Where metadata is not what its schema demands; `pointer` as in RFC 6901. */
export interface MetadataFinding {
  pointer: string;
  found: string;
  expected: string;
}

/** One revision of the schema of a type of asset; `revision` is its ETag. */
export interface MetadataSchemaBody {
  database_id: string;
  asset_type: string;
  revision: number;
  schema: Record<string, unknown>;
  changed_at: number;
  changed_by: string;
}

/** One page of the schemas that a database has itself, by type. */
export interface MetadataSchemaPage {
  schemas: MetadataSchemaSummary[];
  next_token: string | null;
}

/** The newest revision of a schema, without the schema. */
export interface MetadataSchemaSummary {
  database_id: string;
  asset_type: string;
  revision: number;
  title: string;
  changed_at: number;
  changed_by: string;
}

/**
 * One simulation model; `outputs` name the measured signal that each predicts.
 *
 * `kind`, `version`, `artefact_sha256` and `git_revision` are of the deployment that is active,
 * `manifest` is what was found out when it was validated, null where nobody did.
 */
export interface ModelBody {
  model_id: string;
  asset: string;
  title: string;
  kind: string;
  version: string;
  active: ActiveBody;
  artefact_sha256: string;
  git_revision: string;
  manifest: ManifestSummary | null;
  inputs: ModelVariable[];
  outputs: ModelVariable[];
  schedule_minutes: number;
  interval_probability: number;
}

/** GET /models. */
export interface ModelList {
  models: ModelBody[];
  next_token: string | null;
}

/** One variable of a model and the signal it is bound to. */
export interface ModelVariable {
  variable: string;
  alias: string;
  unit: string;
}

/** How a part moved; `turn_degrees` is null where it cannot be told. */
export interface MoveBody {
  offset_metres: number[];
  distance_metres: number;
  turn_degrees: number | null;
  with_parent: boolean;
}

/** A node and the edge that leads there. */
export interface NeighbourBody {
  node: NodeBody;
  edge: EdgeBody;
}

/** GET /graph/nodes/{node_id}/neighbours: along the edges that leave, then those that come. */
export interface NeighbourPage {
  neighbours: NeighbourBody[];
  next_token: string | null;
}

/** One thing of the twin: `twin.graph.elements.Node`. */
export interface NodeBody {
  id: string;
  kind: "asset" | "signal" | "alarm" | "command" | "model" | "scene" | "mesh";
  name: string;
  title: string;
  type: string;
  asset: string | null;
  properties: Record<string, number | string | boolean | null>;
}

/** GET /graph/nodes. */
export interface NodePage {
  nodes: NodeBody[];
  next_token: string | null;
}

/** Which inputs matter to one output, or why the rows do not tell. */
export interface OutputSensitivity {
  inputs: InputEffect[];
  refusal: ErrorDetail | null;
}

/** What the rows that did not fail say of one output. */
export interface OutputStatistics {
  count: number;
  mean: number | null;
  standard_deviation: number | null;
  minimum: number | null;
  maximum: number | null;
  quantiles: Quantile[];
}

/** How far a parameter moved, in its unit; `sigmas` is the same in its standard deviation. */
export interface ParameterShift {
  name: string;
  before: number;
  after: number;
  sigma: number;
  sigmas: number;
}

/** Parameters that a calibration published for a deployment; `version` is their SHA-256. */
export interface ParameterVersionBody {
  model_id: string;
  number: number;
  version: string;
  parameters: PublishedParameter[];
  deployment: number;
  calibration_id: string;
  published_by: string;
  published_at: number;
  training_box: Record<string, RangeBody>;
  is_active: boolean;
}

/** GET /models/{model_id}/parameters: newest first. */
export interface ParameterVersionList {
  versions: ParameterVersionBody[];
  next_token: string | null;
  active: ActiveBody;
}

/** One part that differs; a part in one version only has one node id. */
export interface PartDifference {
  path: string;
  outcomes: ("same" | "moved" | "changed" | "renamed" | "added" | "removed")[];
  old_node_id: string | null;
  new_node_id: string | null;
  score: number;
  reasons: string[];
  candidates: CandidateBody[];
  move: MoveBody | null;
  volume_delta_cubic_metres: number;
  area_delta_square_metres: number;
  old_box: BoxBody | null;
  new_box: BoxBody | null;
  is_assembly: boolean;
}

/** What the part was when it was bound; `signature` is empty for an assembly. */
export interface PartRecordBody {
  name: string;
  path: string;
  product_id: string;
  signature: string;
  volume_cubic_metres: number;
  box: BoxBody | null;
}

/** A path; `edges[n]` joins `nodes[n]` and `nodes[n + 1]`, in whichever direction. */
export interface PathBody {
  nodes: NodeBody[];
  edges: EdgeBody[];
}

/** GET /graph/path: the shortest ones, all of one length; empty where there is none. */
export interface PathList {
  paths: PathBody[];
}

/** One value at its source time: `twin.live.events.ValuePoint`. */
export interface PointBody {
  time: number;
  value: number | string | boolean | null;
  quality: "GOOD" | "BAD" | "UNCERTAIN";
}

/** A policy that decided; `source` is where it comes from. */
export interface PolicyBody {
  id: string;
  effect: "permit" | "forbid";
  text: string;
  source: string;
}

/** What a second of a run costs, by the price file of a date. */
export interface PriceBody {
  service: "function" | "job" | "hand";
  usd_per_second: number;
  prices_of: string;
}

/** Who was decided on, with the rights of this moment. */
export interface PrincipalBody {
  kind: string;
  name: string;
  role: "viewer" | "operator" | "engineer" | "admin" | null;
  groups: string[];
}

/**
 * Problem details (RFC 9457): the body of every answer of status 400 and above.
 *
 * `type` is where the API says more of `code`; `code` is stable. `status` is missing only where
 * API Gateway itself refuses for a reason that has no code of its own.
 */
export interface Problem {
  type: string;
  title: string;
  status?: number;
  detail: string;
  code: string;
  found?: string;
  expected?: string;
  where?: string;
  findings?: (Record<string, string | number>)[];
}

/** GET /problems: every error that an operation names, by code. */
export interface ProblemList {
  problems: ProblemType[];
}

/** One error of the API: its `type` is this answer's own address. */
export interface ProblemType {
  type: string;
  code: string;
  title: string;
  status: number;
  operations: string[];
}

/** One parameter in its unit. */
export interface PublishedParameter {
  name: string;
  value: number;
  standard_uncertainty: number;
}

/**
 * PUT of a schema: JSON Schema draft 2020-12, of the type `object`.
 *
 * Without If-Match it makes a schema that is not there; with it, it changes that revision.
 */
export interface PutMetadataSchema {
  schema: Record<string, unknown>;
}

/** One quantile; `level` from 0 to 1. */
export interface Quantile {
  level: number;
  value: number | null;
}

/** The values for which a model was made. */
export interface RangeBody {
  low: number;
  high: number;
}

/**
 * What decides the bytes of derivatives; all digests are SHA-256 in hexadecimal.
 *
 * `tool_digest` is of the image that the converter is in.
 */
export interface RecipeBody {
  source_sha256: string;
  converter: string;
  tool_digest: string;
  parameters_digest: string;
}

/** A box, a sphere or a prism in metres in the frame of the CAD file: `twin.binding.region`. */
export interface RegionBody {
  kind: "box" | "sphere" | "prism";
  minimum?: number[];
  maximum?: number[];
  centre?: number[];
  radius?: number;
  corners?: number[][];
  low?: number;
  high?: number;
}

/** PUT of all bindings of an asset. */
export interface ReplaceBindings {
  bindings: WriteBinding[];
}

/** A file of a report, at a presigned address. */
export interface ReportFile {
  name: string;
  media_type: string;
  url: string;
}

/** POST of a conversion: by which converter, and of which version; without one the newest. */
export interface RequestConversion {
  converter: string;
  number?: number | null;
}

/** Take a part, in the file of the review or in another one; or drop the binding. */
export interface ResolveReview {
  node_id?: string;
  path?: string;
  drop?: boolean;
}

/** What was decided on, with what policies read of it. */
export interface ResourceBody {
  kind: "Site" | "Database" | "Asset";
  id: string;
  attributes: Record<string, unknown>;
}

/** The Parquet file with all rows; `url` is good until `expires_at`. */
export interface ResultFile {
  url: string;
  media_type: string;
  sha256: string;
  size_bytes: number;
  expires_at: number;
}

/** Why a person must decide, and between what. */
export interface ReviewBody {
  cause: "doubtful" | "lost" | "file_gone" | "no_parts";
  to_version: number;
  to_path: string;
  to_file_version: number | null;
  candidates: CandidateBody[];
}

/**
 * POST /models/{model_id}/rollback: `number` is that before where it is not given.
 *
 * `what` is `deployment` where it is not given.
 */
export interface RollBack {
  what?: "deployment" | "parameters";
  number?: number | null;
  expected_revision?: number | null;
}

/** Rows: `accepted` is always the sum of the others. */
export interface RowCounts {
  accepted: number;
  done: number;
  failed: number;
  pending: number;
}

/**
 * One run, also on the live topic `runs`.
 *
 * `inputs` are all the inputs used, `inputs_at` is when they were taken and what its predictions
 * are stamped with; `outputs` is empty until it succeeded; `error` is set when it failed.
 * `deployment` is the number of the model's deployment that it uses, 0 that of the site;
 * `parameter_version` is empty where the parameters are those of the site file, and
 * `parameters_age_seconds` null. `validity` is null until the run succeeded.
 */
export interface RunBody {
  run_id: string;
  model_id: string;
  kind: "prediction" | "what_if";
  state: "QUEUED" | "RUNNING" | "SUCCEEDED" | "FAILED";
  inputs: Record<string, number>;
  inputs_at: number | null;
  outputs: Record<string, RunOutput>;
  model_version: string;
  parameter_version: string;
  deployment: number;
  inputs_age_seconds: number | null;
  parameters_age_seconds: number | null;
  validity: RunValidity | null;
  requested_by: string;
  requested_at: number;
  finished_at: number | null;
  error: ErrorDetail | null;
}

/** What the run used that wrote the derivatives; `peak_mebibytes` of its largest process. */
export interface RunFacts {
  started_at: number;
  seconds: number;
  processor_seconds: number;
  peak_mebibytes: number;
  vcpus: number;
  memory_mebibytes: number;
  price: PriceBody;
  cost_usd: number;
}

/**
 * One predicted variable with its interval; `measured` is the value when the run began.
 *
 * `raw_lower` to `raw_upper` is the model's own interval, `lower` to `upper` the same widened by
 * what past predictions missed. Coverages are null until enough past predictions were measured.
 */
export interface RunOutput {
  value: number;
  lower: number;
  upper: number;
  raw_lower: number;
  raw_upper: number;
  unit: string;
  measured: number | null;
  coverage: MeasuredCoverage | null;
  raw_coverage: MeasuredCoverage | null;
}

/** GET /runs: newest first. */
export interface RunPage {
  runs: RunBody[];
  next_token: string | null;
}

/** Whether a result may be relied on, and every reason why not. */
export interface RunValidity {
  valid: boolean;
  reasons: ValidityReason[];
}

/** The whole scene: the models of the site definition first, other published assets after. */
export interface SceneBody {
  site: string;
  models: SceneModelBody[];
}

/** A coarser GLB of the same scene, with the same names of nodes, to be shown first. */
export interface SceneLevelBody {
  url: string;
  size_bytes: number;
  triangles: number;
}

/**
 * One published model in the scene; metres and Euler XYZ radians, Y-up.
 *
 * `url` is a short-lived address of the GLB that was made from the file at `path`; `levels` are
 * coarser ones of a large model, the coarsest first, with addresses that live as long. A model of
 * the site that is not published yet has none of them (null) and an empty `tree`.
 */
export interface SceneModelBody {
  database_id: string;
  asset_key: string;
  path: string | null;
  title: string;
  url: string | null;
  url_expires_at: number | null;
  size_bytes: number;
  levels: SceneLevelBody[];
  position_metres: [number, number, number];
  rotation_radians: [number, number, number];
  tree: SceneNode[];
}

/** One node of a model's assembly tree; `name` is the node's name in the GLB. */
export interface SceneNode {
  name: string;
  title: string;
  children: SceneNode[];
}

/** The schema that counts: the database's own, or the one of the database `site`. */
export interface SchemaReference {
  database_id: string;
  revision: number;
}

/** Where an asset is; see `twin.catalogue.box` for the units of each frame. */
export interface SearchBox {
  frame: "site" | "wgs84";
  minimum: number[];
  maximum: number[];
}

/** One asset; `score` is 1 to 0.25 by where the words are, null in other orders. */
export interface SearchHit {
  database_id: string;
  asset_key: string;
  title: string;
  type: string;
  tags: string[];
  version: number;
  updated_at: number;
  deleted_at: number | null;
  box: SearchBox | null;
  score: number | null;
  snippet: SearchSnippet | null;
}

/** GET /assets: those that the caller may read, in the order asked for. */
export interface SearchPage {
  assets: SearchHit[];
  next_token: string | null;
}

/** A piece of a text that holds words searched for; `marks` are where they begin and end. */
export interface SearchSnippet {
  field: "title" | "name" | "tags" | "description" | "files" | "metadata" | "parts";
  text: string;
  marks: number[][];
}

/** Which inputs matter, by output. */
export interface Sensitivity {
  method: "sobol_indices" | "elementary_effects";
  outputs: Record<string, OutputSensitivity>;
}

/** The version of the file that something was made of, and who brought it. */
export interface SourceBody {
  database_id: string;
  asset_key: string;
  path: string;
  number: number;
  content_type: string;
  size_bytes: number;
  sha256: string;
  upload_id: string;
  uploaded_by: string;
  published_at: number;
}

/** POST /calibrations. */
export interface StartCalibration {
  model_id: string;
  idempotency_key?: string | null;
}

/** POST /runs. `inputs` replace the measured values of the named variables (what-if). */
export interface StartRun {
  model_id: string;
  kind?: "prediction" | "what_if";
  inputs?: Record<string, number> | null;
  idempotency_key?: string | null;
}

/**
 * POST /studies. `design` is a document `{"name", …}` of docs/simulation/studies.md.
 *
 * `fixed` are start values of all rows, in place of the model's parameters and starts. `outputs`
 * are what the model predicts where none are named; `steps` and `step_seconds` the model's own.
 */
export interface StartStudy {
  model_id: string;
  design: Record<string, unknown>;
  fixed?: Record<string, number> | null;
  outputs?: string[] | null;
  steps?: number | null;
  step_seconds?: number | null;
  seed?: number | null;
  idempotency_key?: string | null;
}

/** POST /what-if: one of `candidates` and `command`, all of them in one run. */
export interface StartWhatIf {
  model_id: string;
  candidates?: WhatIfCandidate[] | null;
  command?: WhatIfCommand | null;
  objective?: WhatIfObjective | null;
  idempotency_key?: string | null;
}

/** Bytes: the file itself, or a derivative of it. */
export interface StoredFileBody {
  file_name: string;
  media_type: string;
  size_bytes: number;
  sha256: string;
}

/**
 * One study, also on the live topic `studies`.
 *
 * `varied` are the inputs of its design. `chunks` is 0 until it is planned, `usage` and `failed`
 * (rows by code) are null until it succeeded. `attempt` counts from 1. `was_cached` tells that a
 * request was answered with results that were there.
 */
export interface StudyBody {
  study_id: string;
  model_id: string;
  kind: string;
  design: string;
  varied: string[];
  outputs: string[];
  rows: number;
  steps: number;
  step_seconds: number;
  seed: number;
  state: "QUEUED" | "PLANNED" | "RUNNING" | "COLLECTING" | "SUCCEEDED" | "FAILED" | "CANCELLED";
  counts: RowCounts;
  estimate: StudyEstimate;
  usage: StudyUsage | null;
  failed: Record<string, number> | null;
  chunks: number;
  attempt: number;
  was_cached: boolean;
  requested_by: string;
  requested_at: number;
  started_at: number | null;
  finished_at: number | null;
  error: ErrorDetail | null;
}

/**
 * What a study is expected to take; null where nobody measured how fast the model steps.
 *
 * `processor_seconds` of all runs, in `chunks` that run at once where there is room; `cost_usd` of
 * their jobs at the prices of a date.
 */
export interface StudyEstimate {
  rows: number;
  steps: number;
  steps_per_second: number | null;
  processor_seconds: number | null;
  chunks: number | null;
  cost_usd: number | null;
  prices_of: string;
}

/** One page of studies, newest first. */
export interface StudyPage {
  studies: StudyBody[];
  next_token: string | null;
}

/** What came of a study; `row_schema` is the JSON Schema of a row of the file. */
export interface StudyResults {
  study_id: string;
  model_id: string;
  rows: number;
  failed: Record<string, number>;
  outputs: Record<string, OutputStatistics>;
  sensitivity: Sensitivity | null;
  file: ResultFile;
  row_schema: Record<string, unknown>;
}

/** What the jobs of a study took; `seconds` by the clock are added up over jobs. */
export interface StudyUsage {
  jobs: number;
  seconds: number;
  processor_seconds: number;
  cost_usd: number;
  prices_of: string;
}

/** A tag, and how many assets of the database have it. */
export interface TagCount {
  tag: string;
  assets: number;
}

/** One page of the tags in use, in their order. */
export interface TagPage {
  tags: TagCount[];
  next_token: string | null;
}

/** The tags of an asset; `revision` is the asset's. */
export interface TagsBody {
  tags: string[];
  revision: number;
}

/** GET /runs/{run_id}/trajectory: `seconds` count from `inputs_at`, at nominal parameters. */
export interface TrajectoryBody {
  run_id: string;
  candidate: number;
  inputs_at: number;
  seconds: number[];
  outputs: TrajectoryOutput[];
  inputs: TrajectoryInput[];
}

/** One input, which holds all the while. */
export interface TrajectoryInput {
  variable: string;
  alias: string;
  unit: string;
  value: number;
}

/** One predicted variable: a value for each of the trajectory's `seconds`. */
export interface TrajectoryOutput {
  variable: string;
  alias: string;
  unit: string;
  values: number[];
}

/** PATCH of an asset: what is not given stays; metadata is replaced as a whole. */
export interface UpdateAsset {
  title?: string;
  description?: string;
  asset_type?: string;
  tags?: string[];
  metadata?: Record<string, unknown>;
  box?: Box | null;
}

/** PATCH of a database: what is not given stays. */
export interface UpdateDatabase {
  title?: string;
  description?: string;
  tags?: string[];
  retention_days?: number;
}

/**
 * GET /uploads/{upload_id}, the answer of complete and abort, and the live topic `assets`.
 *
 * `progress` runs from 0 to 1 over verification, conversion and publication; `error` is set when
 * the state is REJECTED. `archive` is the upload that the file was unpacked from, or empty.
 */
export interface UploadBody {
  upload_id: string;
  database_id: string;
  asset_key: string;
  path: string;
  file_name: string;
  hold: boolean;
  archive: string;
  state: "OPEN" | "UPLOADED" | "CONVERTING" | "PUBLISHED" | "REJECTED" | "ABORTED" | "EXPIRED";
  progress: number;
  step: string;
  error: ErrorDetail | null;
}

/**
 * The open session, which ends at `expires_at`; the addresses work for an hour.
 *
 * The file has `part_count` parts, all but the last of `part_bytes`.
 */
export interface UploadCreated {
  upload_id: string;
  database_id: string;
  asset_key: string;
  path: string;
  part_bytes: number;
  part_count: number;
  parts: UploadTarget[];
  expires_at: number;
}

/** One part as announced: parts count from 1; `checksum` is the part's, in base64. */
export interface UploadPart {
  part_number: number;
  checksum: string;
}

/**
 * Where to PUT one part, with the headers to send along.
 *
 * `is_stored` says that exactly these bytes are there already: they need not be sent again.
 */
export interface UploadTarget {
  part_number: number;
  url: string;
  headers: Record<string, string>;
  is_stored: boolean;
}

/** Where to PUT the announced parts. */
export interface UploadTargets {
  parts: UploadTarget[];
}

/** One thing that speaks against a prediction. */
export interface ValidityReason {
  code: "PREDICTION_INPUT_OUT_OF_RANGE" | "PREDICTION_OUTSIDE_TRAINING" | "PREDICTION_COVERAGE_UNKNOWN" | "PREDICTION_COVERAGE_LOW" | "PREDICTION_DRIFTING";
  message: string;
}

/** A variable of a simulation model. */
export interface VariableBody {
  model: string;
  variable: string;
}

/** One version of an asset, which never changes; `number` counts from 1. */
export interface VersionBody {
  number: number;
  comment: string;
  file_count: number;
  size_bytes: number;
  title: string;
  asset_type: string;
  tags: string[];
  metadata: Record<string, unknown>;
  created_at: number;
  created_by: string;
}

/** One file of a version: its path, and which version of the file it is. */
export interface VersionFileBody {
  path: string;
  number: number;
  size_bytes: number;
  sha256: string;
}

/** One page of the files of a version in the order of their paths. */
export interface VersionFilePage {
  files: VersionFileBody[];
  next_token: string | null;
}

/** One page of versions, newest first. */
export interface VersionPage {
  versions: VersionBody[];
  next_token: string | null;
}

/** A what-if: its run, and its candidates from the best to the worst once that succeeded. */
export interface WhatIfBody {
  run: RunBody;
  command_id: string | null;
  objective: WhatIfObjective | null;
  outcomes: WhatIfOutcome[];
}

/**
 * A limit that a candidate breaks: `variable comparison threshold` holds.
 *
 * It does so by its value, or only somewhere in its interval. `alarm_id` and `priority` are those
 * of the alarm that would tell; the range of a signal has none.
 */
export interface WhatIfBreach {
  variable: string;
  title: string;
  comparison: "<" | "<=" | "==" | "!=" | ">=" | ">";
  threshold: number;
  unit: string;
  alarm_id: string;
  priority: number | null;
  by_value: boolean;
}

/** Inputs that replace measured ones; an empty object is the plant as it is now. */
export interface WhatIfCandidate {
  name?: string | null;
  inputs: Record<string, number>;
}

/** Set-points of a command that are tried instead of sent. */
export interface WhatIfCommand {
  command_id: string;
  values: number[];
}

/** The output that decides between candidates that break no limit. */
export interface WhatIfObjective {
  variable: string;
  direction: "minimise" | "maximise";
}

/**
 * One candidate: `index` is its place in the request, `rank` 1 the best, null before the end.
 *
 * `error` is why the model gave no result; `reasons` are what its inputs say against its outputs.
 */
export interface WhatIfOutcome {
  index: number;
  rank: number | null;
  name: string;
  inputs: Record<string, number>;
  violations: WhatIfViolation[];
  reasons: ValidityReason[];
  outputs: Record<string, RunOutput>;
  breaches: WhatIfBreach[];
  error: ErrorDetail | null;
}

/** A rule for which a command of the set-point would be refused now. */
export interface WhatIfViolation {
  code: string;
  message: string;
  found: string;
  expected: string;
}

/** A part (`path` and `node_id`) or a region, with at least one thing that it is bound to. */
export interface WriteBinding {
  binding_id?: string;
  path?: string;
  node_id?: string;
  region?: RegionBody;
  signals?: string[];
  variables?: VariableBody[];
  equipment?: string;
  note?: string;
}

/** POST or PUT of a comment. */
export interface WriteComment {
  text: string;
}

/** What each operation takes and answers, by method and path. */
export interface Operations {
  /** This API's OpenAPI. */
  "GET /openapi.json": {
    path: Record<never, never>;
    query: Record<never, never>;
    header: Record<never, never>;
    body: undefined;
    answer: unknown;
  };
  /** What each code of a refusal means. */
  "GET /problems": {
    path: Record<never, never>;
    query: Record<never, never>;
    header: Record<never, never>;
    body: undefined;
    answer: ProblemList;
  };
  /** What the code of a refusal means. */
  "GET /problems/{code}": {
    path: { code: string };
    query: Record<never, never>;
    header: Record<never, never>;
    body: undefined;
    answer: ProblemType;
  };
  /** The compiled site document. */
  "GET /site": {
    path: Record<never, never>;
    query: Record<never, never>;
    header: Record<never, never>;
    body: undefined;
    answer: unknown;
  };
  /** The 3D scene with file URLs. */
  "GET /scene": {
    path: Record<never, never>;
    query: Record<never, never>;
    header: Record<never, never>;
    body: undefined;
    answer: SceneBody;
  };
  /** What can convert. */
  "GET /converters": {
    path: Record<never, never>;
    query: Record<never, never>;
    header: Record<never, never>;
    body: undefined;
    answer: ConverterList;
  };
  /** Databases. */
  "GET /databases": {
    path: Record<never, never>;
    query: { limit?: number | null; next_token?: string | null };
    header: Record<never, never>;
    body: undefined;
    answer: DatabasePage;
  };
  /** Make a database. */
  "POST /databases": {
    path: Record<never, never>;
    query: Record<never, never>;
    header: { "Idempotency-Key"?: string | null };
    body: CreateDatabase;
    answer: DatabaseBody;
  };
  /** One database. */
  "GET /databases/{database_id}": {
    path: { database_id: string };
    query: Record<never, never>;
    header: Record<never, never>;
    body: undefined;
    answer: DatabaseBody;
  };
  /** Change a database. */
  "PATCH /databases/{database_id}": {
    path: { database_id: string };
    query: Record<never, never>;
    header: { "If-Match": string };
    body: UpdateDatabase;
    answer: DatabaseBody;
  };
  /** Delete an empty one. */
  "DELETE /databases/{database_id}": {
    path: { database_id: string };
    query: Record<never, never>;
    header: { "If-Match": string };
    body: undefined;
    answer: DatabaseBody;
  };
  /** Assets of a database, newest first. */
  "GET /databases/{database_id}/assets": {
    path: { database_id: string };
    query: { deleted?: boolean | null; limit?: number | null; next_token?: string | null };
    header: Record<never, never>;
    body: undefined;
    answer: AssetPage;
  };
  /** Make an asset. */
  "POST /databases/{database_id}/assets": {
    path: { database_id: string };
    query: Record<never, never>;
    header: { "Idempotency-Key"?: string | null };
    body: CreateAsset;
    answer: AssetBody;
  };
  /** One asset. */
  "GET /databases/{database_id}/assets/{asset_key}": {
    path: { database_id: string; asset_key: string };
    query: Record<never, never>;
    header: Record<never, never>;
    body: undefined;
    answer: AssetBody;
  };
  /** Change an asset. */
  "PATCH /databases/{database_id}/assets/{asset_key}": {
    path: { database_id: string; asset_key: string };
    query: Record<never, never>;
    header: { "If-Match": string };
    body: UpdateAsset;
    answer: AssetBody;
  };
  /** Delete, to be restored. */
  "DELETE /databases/{database_id}/assets/{asset_key}": {
    path: { database_id: string; asset_key: string };
    query: Record<never, never>;
    header: { "If-Match": string };
    body: undefined;
    answer: AssetBody;
  };
  /** Restore. */
  "POST /databases/{database_id}/assets/{asset_key}/restore": {
    path: { database_id: string; asset_key: string };
    query: Record<never, never>;
    header: { "If-Match": string };
    body: undefined;
    answer: AssetBody;
  };
  /** Remove a deleted asset for good, now. */
  "POST /databases/{database_id}/assets/{asset_key}/purge": {
    path: { database_id: string; asset_key: string };
    query: Record<never, never>;
    header: { "If-Match": string };
    body: undefined;
    answer: AssetPurged;
  };
  /** Files of an asset by path. */
  "GET /databases/{database_id}/assets/{asset_key}/files": {
    path: { database_id: string; asset_key: string };
    query: { prefix?: string | null; limit?: number | null; next_token?: string | null };
    header: Record<never, never>;
    body: undefined;
    answer: FilePage;
  };
  /** The newest version of a file. */
  "GET /databases/{database_id}/assets/{asset_key}/files/{file_path}": {
    path: { database_id: string; asset_key: string; file_path: string };
    query: Record<never, never>;
    header: Record<never, never>;
    body: undefined;
    answer: FileBody;
  };
  /** Take a file out. */
  "DELETE /databases/{database_id}/assets/{asset_key}/files/{file_path}": {
    path: { database_id: string; asset_key: string; file_path: string };
    query: Record<never, never>;
    header: { "If-Match": string };
    body: undefined;
    answer: FileRemoved;
  };
  /** Versions of a file, newest first. */
  "GET /databases/{database_id}/assets/{asset_key}/files/{file_path}/versions": {
    path: { database_id: string; asset_key: string; file_path: string };
    query: { limit?: number | null; next_token?: string | null };
    header: Record<never, never>;
    body: undefined;
    answer: FilePage;
  };
  /** One of them. */
  "GET /databases/{database_id}/assets/{asset_key}/files/{file_path}/versions/{number}": {
    path: { database_id: string; asset_key: string; file_path: string; number: number };
    query: Record<never, never>;
    header: Record<never, never>;
    body: undefined;
    answer: FileBody;
  };
  /** A short-lived URL of a version of a file, or of what was made from it. */
  "GET /databases/{database_id}/assets/{asset_key}/files/{file_path}/versions/{number}/url": {
    path: { database_id: string; asset_key: string; file_path: string; number: number };
    query: { derivative?: string | null; converter?: string | null };
    header: Record<never, never>;
    body: undefined;
    answer: FileUrl;
  };
  /** Versions, newest first. */
  "GET /databases/{database_id}/assets/{asset_key}/versions": {
    path: { database_id: string; asset_key: string };
    query: { limit?: number | null; next_token?: string | null };
    header: Record<never, never>;
    body: undefined;
    answer: VersionPage;
  };
  /** Keep a version. */
  "POST /databases/{database_id}/assets/{asset_key}/versions": {
    path: { database_id: string; asset_key: string };
    query: Record<never, never>;
    header: { "Idempotency-Key"?: string | null };
    body: CreateVersion;
    answer: VersionBody;
  };
  /** One version. */
  "GET /databases/{database_id}/assets/{asset_key}/versions/{number}": {
    path: { database_id: string; asset_key: string; number: number };
    query: Record<never, never>;
    header: Record<never, never>;
    body: undefined;
    answer: VersionBody;
  };
  /** The files of a version by path. */
  "GET /databases/{database_id}/assets/{asset_key}/versions/{number}/files": {
    path: { database_id: string; asset_key: string; number: number };
    query: { prefix?: string | null; limit?: number | null; next_token?: string | null };
    header: Record<never, never>;
    body: undefined;
    answer: VersionFilePage;
  };
  /** Conversions of the site, newest first. */
  "GET /conversions": {
    path: Record<never, never>;
    query: { state?: "QUEUED" | "RUNNING" | "SUCCEEDED" | "FAILED" | "CANCELLED" | null; limit?: number | null; next_token?: string | null };
    header: Record<never, never>;
    body: undefined;
    answer: ConversionPage;
  };
  /** Conversions of an asset, newest first. */
  "GET /databases/{database_id}/assets/{asset_key}/conversions": {
    path: { database_id: string; asset_key: string };
    query: { limit?: number | null; next_token?: string | null };
    header: Record<never, never>;
    body: undefined;
    answer: ConversionPage;
  };
  /** One conversion. */
  "GET /databases/{database_id}/assets/{asset_key}/conversions/{conversion_id}": {
    path: { database_id: string; asset_key: string; conversion_id: string };
    query: Record<never, never>;
    header: Record<never, never>;
    body: undefined;
    answer: ConversionBody;
  };
  /** What it did, by steps, and what its job printed. */
  "GET /databases/{database_id}/assets/{asset_key}/conversions/{conversion_id}/log": {
    path: { database_id: string; asset_key: string; conversion_id: string };
    query: { limit?: number | null; next_token?: string | null };
    header: Record<never, never>;
    body: undefined;
    answer: ConversionLog;
  };
  /** Stop it. */
  "POST /databases/{database_id}/assets/{asset_key}/conversions/{conversion_id}/cancel": {
    path: { database_id: string; asset_key: string; conversion_id: string };
    query: Record<never, never>;
    header: Record<never, never>;
    body: undefined;
    answer: ConversionBody;
  };
  /** Begin it again, where it did not succeed. */
  "POST /databases/{database_id}/assets/{asset_key}/conversions/{conversion_id}/rerun": {
    path: { database_id: string; asset_key: string; conversion_id: string };
    query: Record<never, never>;
    header: { "Idempotency-Key"?: string | null };
    body: undefined;
    answer: ConversionBody;
  };
  /** Conversions of a file, newest first. */
  "GET /databases/{database_id}/assets/{asset_key}/files/{file_path}/conversions": {
    path: { database_id: string; asset_key: string; file_path: string };
    query: { limit?: number | null; next_token?: string | null };
    header: Record<never, never>;
    body: undefined;
    answer: ConversionPage;
  };
  /** Convert a published file, by a converter of your choice. */
  "POST /databases/{database_id}/assets/{asset_key}/files/{file_path}/conversions": {
    path: { database_id: string; asset_key: string; file_path: string };
    query: Record<never, never>;
    header: { "Idempotency-Key"?: string | null };
    body: RequestConversion;
    answer: ConversionBody;
  };
  /** What was made of a version. */
  "GET /databases/{database_id}/assets/{asset_key}/files/{file_path}/versions/{number}/derivatives": {
    path: { database_id: string; asset_key: string; file_path: string; number: number };
    query: Record<never, never>;
    header: Record<never, never>;
    body: undefined;
    answer: DerivativeList;
  };
  /** Why a derivative is there. */
  "GET /databases/{database_id}/assets/{asset_key}/files/{file_path}/versions/{number}/derivatives/{derivative}": {
    path: { database_id: string; asset_key: string; file_path: string; number: number; derivative: string };
    query: { converter?: string | null };
    header: Record<never, never>;
    body: undefined;
    answer: DerivativeExplained;
  };
  /** Ask for the files of a version as one ZIP file. */
  "POST /databases/{database_id}/assets/{asset_key}/versions/{number}/archive": {
    path: { database_id: string; asset_key: string; number: number };
    query: Record<never, never>;
    header: Record<never, never>;
    body: undefined;
    answer: ArchiveBody;
  };
  /** Its state and its URL. */
  "GET /databases/{database_id}/assets/{asset_key}/versions/{number}/archive": {
    path: { database_id: string; asset_key: string; number: number };
    query: Record<never, never>;
    header: Record<never, never>;
    body: undefined;
    answer: ArchiveBody;
  };
  /** Bindings of a signal, variable or equipment. */
  "GET /bindings": {
    path: Record<never, never>;
    query: { signal?: string | null; model?: string | null; variable?: string | null; equipment?: string | null; limit?: number | null; next_token?: string | null };
    header: Record<never, never>;
    body: undefined;
    answer: BindingsFound;
  };
  /** Bindings of an asset, now or at a revision or version. */
  "GET /databases/{database_id}/assets/{asset_key}/bindings": {
    path: { database_id: string; asset_key: string };
    query: { revision?: number | null; version?: number | null; path?: string | null; node?: string | null; point?: string | null; state?: "bound" | "review" | null; signal?: string | null; model?: string | null; variable?: string | null; equipment?: string | null; limit?: number | null; next_token?: string | null };
    header: Record<never, never>;
    body: undefined;
    answer: BindingPage;
  };
  /** Bind a part or region. */
  "POST /databases/{database_id}/assets/{asset_key}/bindings": {
    path: { database_id: string; asset_key: string };
    query: Record<never, never>;
    header: { "Idempotency-Key"?: string | null };
    body: WriteBinding;
    answer: BindingBody;
  };
  /** Replace all of them. */
  "PUT /databases/{database_id}/assets/{asset_key}/bindings": {
    path: { database_id: string; asset_key: string };
    query: Record<never, never>;
    header: { "If-Match": string };
    body: ReplaceBindings;
    answer: BindingsReplaced;
  };
  /** One binding. */
  "GET /databases/{database_id}/assets/{asset_key}/bindings/{binding_id}": {
    path: { database_id: string; asset_key: string; binding_id: string };
    query: Record<never, never>;
    header: Record<never, never>;
    body: undefined;
    answer: BindingBody;
  };
  /** Change a binding. */
  "PUT /databases/{database_id}/assets/{asset_key}/bindings/{binding_id}": {
    path: { database_id: string; asset_key: string; binding_id: string };
    query: Record<never, never>;
    header: { "If-Match": string };
    body: WriteBinding;
    answer: BindingBody;
  };
  /** Remove a binding. */
  "DELETE /databases/{database_id}/assets/{asset_key}/bindings/{binding_id}": {
    path: { database_id: string; asset_key: string; binding_id: string };
    query: Record<never, never>;
    header: { "If-Match": string };
    body: undefined;
    answer: BindingBody;
  };
  /** Revisions of the bindings, newest first. */
  "GET /databases/{database_id}/assets/{asset_key}/binding-revisions": {
    path: { database_id: string; asset_key: string };
    query: { limit?: number | null; next_token?: string | null };
    header: Record<never, never>;
    body: undefined;
    answer: BindingRevisionPage;
  };
  /** Bindings to be decided on. */
  "GET /databases/{database_id}/assets/{asset_key}/binding-reviews": {
    path: { database_id: string; asset_key: string };
    query: { limit?: number | null; next_token?: string | null };
    header: Record<never, never>;
    body: undefined;
    answer: BindingPage;
  };
  /** Decide on a binding. */
  "POST /databases/{database_id}/assets/{asset_key}/binding-reviews/{binding_id}": {
    path: { database_id: string; asset_key: string; binding_id: string };
    query: Record<never, never>;
    header: { "If-Match": string };
    body: ResolveReview;
    answer: BindingBody;
  };
  /** Parts that differ between two versions. */
  "GET /databases/{database_id}/assets/{asset_key}/diff": {
    path: { database_id: string; asset_key: string };
    query: { from: number; to: number; path?: string | null; tolerance_mm?: number | null; tolerance_degrees?: number | null; limit?: number | null; next_token?: string | null };
    header: Record<never, never>;
    body: undefined;
    answer: AssetDifference;
  };
  /** Schemas of a database. */
  "GET /metadata-schemas/{database_id}": {
    path: { database_id: string };
    query: { limit?: number | null; next_token?: string | null };
    header: Record<never, never>;
    body: undefined;
    answer: MetadataSchemaPage;
  };
  /** The schema of a type. */
  "GET /metadata-schemas/{database_id}/{asset_type}": {
    path: { database_id: string; asset_type: string };
    query: { revision?: number | null };
    header: Record<never, never>;
    body: undefined;
    answer: MetadataSchemaBody;
  };
  /** Make or change it. */
  "PUT /metadata-schemas/{database_id}/{asset_type}": {
    path: { database_id: string; asset_type: string };
    query: Record<never, never>;
    header: { "If-Match"?: string | null };
    body: PutMetadataSchema;
    answer: MetadataSchemaBody;
  };
  /** Delete it. */
  "DELETE /metadata-schemas/{database_id}/{asset_type}": {
    path: { database_id: string; asset_type: string };
    query: Record<never, never>;
    header: { "If-Match": string };
    body: undefined;
    answer: MetadataSchemaBody;
  };
  /** The metadata of an asset, and what its schema finds. */
  "GET /databases/{database_id}/assets/{asset_key}/metadata": {
    path: { database_id: string; asset_key: string };
    query: Record<never, never>;
    header: Record<never, never>;
    body: undefined;
    answer: AssetMetadataBody;
  };
  /** Links of an asset to assets that the caller may read. */
  "GET /databases/{database_id}/assets/{asset_key}/links": {
    path: { database_id: string; asset_key: string };
    query: { kind?: "parent" | "child" | "related" | "located-in" | "contains" | "derived-from" | "source-of" | null; direction?: "up" | "down" | "both" | null; limit?: number | null; next_token?: string | null };
    header: Record<never, never>;
    body: undefined;
    answer: LinkPage;
  };
  /** Link two assets. */
  "POST /databases/{database_id}/assets/{asset_key}/links": {
    path: { database_id: string; asset_key: string };
    query: Record<never, never>;
    header: { "Idempotency-Key"?: string | null };
    body: CreateLink;
    answer: LinkBody;
  };
  /** Remove a link from both of its ends. */
  "DELETE /databases/{database_id}/assets/{asset_key}/links/{kind}/{other_database_id}/{other_asset_key}": {
    path: { database_id: string; asset_key: string; kind: "parent" | "child" | "related" | "located-in" | "contains" | "derived-from" | "source-of"; other_database_id: string; other_asset_key: string };
    query: Record<never, never>;
    header: Record<never, never>;
    body: undefined;
    answer: LinkRemoved;
  };
  /** Comments, newest first. */
  "GET /databases/{database_id}/assets/{asset_key}/versions/{number}/comments": {
    path: { database_id: string; asset_key: string; number: number };
    query: { limit?: number | null; next_token?: string | null };
    header: Record<never, never>;
    body: undefined;
    answer: CommentPage;
  };
  /** Comment on a version. */
  "POST /databases/{database_id}/assets/{asset_key}/versions/{number}/comments": {
    path: { database_id: string; asset_key: string; number: number };
    query: Record<never, never>;
    header: { "Idempotency-Key"?: string | null };
    body: WriteComment;
    answer: CommentBody;
  };
  /** Rewrite a comment. */
  "PUT /databases/{database_id}/assets/{asset_key}/versions/{number}/comments/{comment_id}": {
    path: { database_id: string; asset_key: string; number: number; comment_id: string };
    query: Record<never, never>;
    header: { "If-Match": string };
    body: WriteComment;
    answer: CommentBody;
  };
  /** Delete a comment. */
  "DELETE /databases/{database_id}/assets/{asset_key}/versions/{number}/comments/{comment_id}": {
    path: { database_id: string; asset_key: string; number: number; comment_id: string };
    query: Record<never, never>;
    header: { "If-Match": string };
    body: undefined;
    answer: CommentBody;
  };
  /** Who has an alias. */
  "GET /databases/{database_id}/aliases/{alias}": {
    path: { database_id: string; alias: string };
    query: Record<never, never>;
    header: Record<never, never>;
    body: undefined;
    answer: AliasBody;
  };
  /** Give an alias. */
  "POST /databases/{database_id}/assets/{asset_key}/aliases": {
    path: { database_id: string; asset_key: string };
    query: Record<never, never>;
    header: { "Idempotency-Key"?: string | null };
    body: AddAlias;
    answer: AliasesBody;
  };
  /** Take an alias. */
  "DELETE /databases/{database_id}/assets/{asset_key}/aliases/{alias}": {
    path: { database_id: string; asset_key: string; alias: string };
    query: Record<never, never>;
    header: Record<never, never>;
    body: undefined;
    answer: AliasesBody;
  };
  /** Tags in use, with counts. */
  "GET /databases/{database_id}/tags": {
    path: { database_id: string };
    query: { limit?: number | null; next_token?: string | null };
    header: Record<never, never>;
    body: undefined;
    answer: TagPage;
  };
  /** Add and remove tags. */
  "PATCH /databases/{database_id}/assets/{asset_key}/tags": {
    path: { database_id: string; asset_key: string };
    query: Record<never, never>;
    header: Record<never, never>;
    body: ChangeTags;
    answer: TagsBody;
  };
  /** What happened to a database, newest first. */
  "GET /databases/{database_id}/history": {
    path: { database_id: string };
    query: { limit?: number | null; next_token?: string | null };
    header: Record<never, never>;
    body: undefined;
    answer: ChangePage;
  };
  /** What happened to an asset, newest first. */
  "GET /databases/{database_id}/assets/{asset_key}/history": {
    path: { database_id: string; asset_key: string };
    query: { limit?: number | null; next_token?: string | null };
    header: Record<never, never>;
    body: undefined;
    answer: ChangePage;
  };
  /** Every change of the catalogue, oldest first. */
  "GET /changes": {
    path: Record<never, never>;
    query: { since?: number | null; limit?: number | null; next_token?: string | null };
    header: Record<never, never>;
    body: undefined;
    answer: ChangePage;
  };
  /** Search the assets of all databases. */
  "GET /assets": {
    path: Record<never, never>;
    query: { q?: string | null; key_prefix?: string | null; title_prefix?: string | null; path_prefix?: string | null; tag?: string | string[]; any_tag?: string | string[]; no_tag?: string | string[]; type?: string | string[]; database?: string | string[]; where?: string | string[]; box?: string | null; frame?: "site" | "wgs84" | null; relation?: "intersects" | "within" | null; state?: "active" | "deleted" | "any" | null; updated_since?: number | null; created_by?: string | null; order?: "relevance" | "updated" | "title" | null; limit?: number | null; next_token?: string | null };
    header: Record<never, never>;
    body: undefined;
    answer: SearchPage;
  };
  /** Open an upload. */
  "POST /uploads": {
    path: Record<never, never>;
    query: Record<never, never>;
    header: Record<never, never>;
    body: CreateUpload;
    answer: UploadCreated;
  };
  /** Where to send more parts. */
  "POST /uploads/{upload_id}/parts": {
    path: { upload_id: string };
    query: Record<never, never>;
    header: Record<never, never>;
    body: AnnounceParts;
    answer: UploadTargets;
  };
  /** Its state. */
  "GET /uploads/{upload_id}": {
    path: { upload_id: string };
    query: Record<never, never>;
    header: Record<never, never>;
    body: undefined;
    answer: UploadBody;
  };
  /** Abort. */
  "DELETE /uploads/{upload_id}": {
    path: { upload_id: string };
    query: Record<never, never>;
    header: Record<never, never>;
    body: undefined;
    answer: UploadBody;
  };
  /** Verify the parts and start the conversion. */
  "POST /uploads/{upload_id}/complete": {
    path: { upload_id: string };
    query: Record<never, never>;
    header: Record<never, never>;
    body: CompleteUpload;
    answer: UploadBody;
  };
  /** Latest values. */
  "GET /signals/latest": {
    path: Record<never, never>;
    query: { alias?: string | string[] };
    header: Record<never, never>;
    body: undefined;
    answer: LatestValues;
  };
  /** Values of one signal. */
  "GET /signals/history": {
    path: Record<never, never>;
    query: { alias: string; quality?: "GOOD" | "UNCERTAIN" | "BAD" | null; start?: number | null; end?: number | null; limit?: number | null; next_token?: string | null };
    header: Record<never, never>;
    body: undefined;
    answer: HistoryPage;
  };
  /** Statistics of windows of time of several signals. */
  "GET /signals/aggregates": {
    path: Record<never, never>;
    query: { alias: string | string[]; resolution?: "1m" | "15m" | "1h" | "1d" | null; aggregate?: "AVERAGE" | "COUNT" | "MAXIMUM" | "MINIMUM" | "SUM" | "STANDARD_DEVIATION" | ("AVERAGE" | "COUNT" | "MAXIMUM" | "MINIMUM" | "SUM" | "STANDARD_DEVIATION")[]; start?: number | null; end?: number | null; limit?: number | null; next_token?: string | null };
    header: Record<never, never>;
    body: undefined;
    answer: AggregatesPage;
  };
  /** Several signals at the same instants. */
  "GET /signals/values": {
    path: Record<never, never>;
    query: { alias: string | string[]; method?: "previous" | "linear" | null; step?: number | null; start?: number | null; end?: number | null; limit?: number | null; next_token?: string | null };
    header: Record<never, never>;
    body: undefined;
    answer: AxisPage;
  };
  /** The asset tree, or the part of it below an asset. */
  "GET /graph/tree": {
    path: Record<never, never>;
    query: { below?: string | null; depth?: number | null; limit?: number | null; next_token?: string | null };
    header: Record<never, never>;
    body: undefined;
    answer: AssetTreePage;
  };
  /** Nodes by kind, type and properties. */
  "GET /graph/nodes": {
    path: Record<never, never>;
    query: { kind?: "asset" | "signal" | "alarm" | "command" | "model" | "scene" | "mesh" | null; type?: string | null; where?: string | null; limit?: number | null; next_token?: string | null };
    header: Record<never, never>;
    body: undefined;
    answer: NodePage;
  };
  /** One node. */
  "GET /graph/nodes/{node_id}": {
    path: { node_id: string };
    query: Record<never, never>;
    header: Record<never, never>;
    body: undefined;
    answer: NodeBody;
  };
  /** What is one edge away from a node. */
  "GET /graph/nodes/{node_id}/neighbours": {
    path: { node_id: string };
    query: { direction?: "out" | "in" | "any" | null; relation?: string | string[]; limit?: number | null; next_token?: string | null };
    header: Record<never, never>;
    body: undefined;
    answer: NeighbourPage;
  };
  /** The shortest paths between two nodes. */
  "GET /graph/path": {
    path: Record<never, never>;
    query: { from: string; to: string; direction?: "out" | "in" | "any" | null; relation?: string | string[]; depth?: number | null; limit?: number | null };
    header: Record<never, never>;
    body: undefined;
    answer: PathList;
  };
  /** What the live channel said since an event, as server-sent events. */
  "GET /live/events": {
    path: Record<never, never>;
    query: { last_event_id?: string | null };
    header: Record<never, never>;
    body: undefined;
    answer: string;
  };
  /** Alarms with their states. */
  "GET /alarms": {
    path: Record<never, never>;
    query: Record<never, never>;
    header: Record<never, never>;
    body: undefined;
    answer: AlarmList;
  };
  /** What happened to an alarm, newest first. */
  "GET /alarms/{alarm_id}/history": {
    path: { alarm_id: string };
    query: { start?: number | null; end?: number | null; limit?: number | null; next_token?: string | null };
    header: Record<never, never>;
    body: undefined;
    answer: AlarmHistoryPage;
  };
  /** Acknowledge one alarm. */
  "POST /alarms/{alarm_id}/acknowledge": {
    path: { alarm_id: string };
    query: Record<never, never>;
    header: Record<never, never>;
    body: AcknowledgeAlarm;
    answer: AlarmBody;
  };
  /** Command requests, newest first. */
  "GET /commands": {
    path: Record<never, never>;
    query: { limit?: number | null; next_token?: string | null };
    header: Record<never, never>;
    body: undefined;
    answer: CommandPage;
  };
  /** Request a set-point. */
  "POST /commands": {
    path: Record<never, never>;
    query: Record<never, never>;
    header: Record<never, never>;
    body: CommandOrderBody;
    answer: CommandBody;
  };
  /** One request. */
  "GET /commands/{request_id}": {
    path: { request_id: string };
    query: Record<never, never>;
    header: Record<never, never>;
    body: undefined;
    answer: CommandBody;
  };
  /** Simulation runs, newest first. */
  "GET /runs": {
    path: Record<never, never>;
    query: { limit?: number | null; next_token?: string | null };
    header: Record<never, never>;
    body: undefined;
    answer: RunPage;
  };
  /** Predict now, or what-if. */
  "POST /runs": {
    path: Record<never, never>;
    query: Record<never, never>;
    header: Record<never, never>;
    body: StartRun;
    answer: RunBody;
  };
  /** One run. */
  "GET /runs/{run_id}": {
    path: { run_id: string };
    query: Record<never, never>;
    header: Record<never, never>;
    body: undefined;
    answer: RunBody;
  };
  /** Calibrations, newest first. */
  "GET /calibrations": {
    path: Record<never, never>;
    query: { model_id?: string | null; limit?: number | null; next_token?: string | null };
    header: Record<never, never>;
    body: undefined;
    answer: CalibrationPage;
  };
  /** Calibrate a model now. */
  "POST /calibrations": {
    path: Record<never, never>;
    query: Record<never, never>;
    header: Record<never, never>;
    body: StartCalibration;
    answer: CalibrationBody;
  };
  /** One calibration. */
  "GET /calibrations/{calibration_id}": {
    path: { calibration_id: string };
    query: Record<never, never>;
    header: Record<never, never>;
    body: undefined;
    answer: CalibrationBody;
  };
  /** Where its report is: page, data, plots and parameters. */
  "GET /calibrations/{calibration_id}/report": {
    path: { calibration_id: string };
    query: Record<never, never>;
    header: Record<never, never>;
    body: undefined;
    answer: CalibrationReport;
  };
  /** Stop it. */
  "POST /calibrations/{calibration_id}/cancel": {
    path: { calibration_id: string };
    query: Record<never, never>;
    header: Record<never, never>;
    body: undefined;
    answer: CalibrationBody;
  };
  /** Simulation models. */
  "GET /models": {
    path: Record<never, never>;
    query: { limit?: number | null; next_token?: string | null };
    header: Record<never, never>;
    body: undefined;
    answer: ModelList;
  };
  /** Where to send a model's file. */
  "POST /models/{model_id}/artefacts": {
    path: { model_id: string };
    query: Record<never, never>;
    header: Record<never, never>;
    body: AnnounceArtefact;
    answer: ArtefactTarget;
  };
  /** Deploy a file that was sent. */
  "POST /models/{model_id}/deployments": {
    path: { model_id: string };
    query: Record<never, never>;
    header: { "Idempotency-Key"?: string | null };
    body: CreateDeployment;
    answer: DeploymentCreated;
  };
  /** Deployments of a model, newest first. */
  "GET /models/{model_id}/deployments": {
    path: { model_id: string };
    query: { limit?: number | null; next_token?: string | null };
    header: Record<never, never>;
    body: undefined;
    answer: DeploymentList;
  };
  /** One deployment with its manifest. */
  "GET /models/{model_id}/deployments/{number}": {
    path: { model_id: string; number: number };
    query: Record<never, never>;
    header: Record<never, never>;
    body: undefined;
    answer: DeploymentDetail;
  };
  /** Published parameters of a model, newest first. */
  "GET /models/{model_id}/parameters": {
    path: { model_id: string };
    query: { limit?: number | null; next_token?: string | null };
    header: Record<never, never>;
    body: undefined;
    answer: ParameterVersionList;
  };
  /** Go back to an earlier deployment or to earlier parameters. */
  "POST /models/{model_id}/rollback": {
    path: { model_id: string };
    query: Record<never, never>;
    header: { "Idempotency-Key"?: string | null };
    body: RollBack;
    answer: ActiveBody;
  };
  /** Studies, newest first. */
  "GET /studies": {
    path: Record<never, never>;
    query: { limit?: number | null; next_token?: string | null };
    header: Record<never, never>;
    body: undefined;
    answer: StudyPage;
  };
  /** Run a model over a design. */
  "POST /studies": {
    path: Record<never, never>;
    query: Record<never, never>;
    header: Record<never, never>;
    body: StartStudy;
    answer: StudyBody;
  };
  /** What a study would take and cost; nothing is started. */
  "POST /studies/estimate": {
    path: Record<never, never>;
    query: Record<never, never>;
    header: Record<never, never>;
    body: StartStudy;
    answer: EstimatedStudy;
  };
  /** One study, with how far it is. */
  "GET /studies/{study_id}": {
    path: { study_id: string };
    query: Record<never, never>;
    header: Record<never, never>;
    body: undefined;
    answer: StudyBody;
  };
  /** Stop it. */
  "POST /studies/{study_id}/cancel": {
    path: { study_id: string };
    query: Record<never, never>;
    header: Record<never, never>;
    body: undefined;
    answer: StudyBody;
  };
  /** Its summary, and where all rows are. */
  "GET /studies/{study_id}/results": {
    path: { study_id: string };
    query: Record<never, never>;
    header: Record<never, never>;
    body: undefined;
    answer: StudyResults;
  };
  /** Try candidates, or set-points of a command, and rank what they lead to. */
  "POST /what-if": {
    path: Record<never, never>;
    query: Record<never, never>;
    header: Record<never, never>;
    body: StartWhatIf;
    answer: WhatIfBody;
  };
  /** One what-if. */
  "GET /what-if/{run_id}": {
    path: { run_id: string };
    query: Record<never, never>;
    header: Record<never, never>;
    body: undefined;
    answer: WhatIfBody;
  };
  /** The course of a run over time. */
  "GET /runs/{run_id}/trajectory": {
    path: { run_id: string };
    query: { candidate?: number | null };
    header: Record<never, never>;
    body: undefined;
    answer: TrajectoryBody;
  };
  /** Which policies decide on an action of the caller. */
  "GET /access/explain": {
    path: Record<never, never>;
    query: { action?: string | null; resource?: string | null };
    header: Record<never, never>;
    body: undefined;
    answer: Explanation;
  };
  /** Which policies decide on an action of any user, group, key or program. */
  "POST /access/explain": {
    path: Record<never, never>;
    query: Record<never, never>;
    header: Record<never, never>;
    body: ExplainAccess;
    answer: Explanation;
  };
  /** Who the caller is. */
  "GET /access/me": {
    path: Record<never, never>;
    query: Record<never, never>;
    header: Record<never, never>;
    body: undefined;
    answer: CallerBody;
  };
  /** Make an API key; its secret is answered this once. */
  "POST /access/keys": {
    path: Record<never, never>;
    query: Record<never, never>;
    header: Record<never, never>;
    body: CreateAccessKey;
    answer: AccessKeyMade;
  };
  /** The caller's API keys; an administrator may ask for all. */
  "GET /access/keys": {
    path: Record<never, never>;
    query: { all?: "false" | "true" | null; limit?: number | null; next_token?: string | null };
    header: Record<never, never>;
    body: undefined;
    answer: AccessKeyPage;
  };
  /** Take an API key back. */
  "DELETE /access/keys/{key_id}": {
    path: { key_id: string };
    query: Record<never, never>;
    header: Record<never, never>;
    body: undefined;
    answer: AccessKeyBody;
  };
}
