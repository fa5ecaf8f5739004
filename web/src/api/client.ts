// The typed client of the HTTP API: one method per operation the console uses.

import { parseEventStream, type ServerSentEvent } from "../live/eventStream";
import { errorOf, reach } from "./errors";
import type { Operations } from "./schema";
import type { SiteDocument } from "./site";
import type {
  AlarmBody,
  CallerBody,
  CommandBody,
  CommandOrder,
  CommandPage,
  CompleteUpload,
  ConversionBody,
  ConversionPage,
  CreateUpload,
  HistoryPage,
  LatestValue,
  ModelBody,
  RunBody,
  RunPage,
  SceneBody,
  StartRun,
  StartWhatIf,
  TrajectoryBody,
  UploadBody,
  UploadCreated,
  UploadPart,
  UploadTarget,
  WhatIfBody,
} from "./types";

type Operation = keyof Operations;
type Text = string | number | boolean;

/** The parts of a request; one that an operation has no use for is not to be given. */
type Given<Key extends Operation> = Part<"path", Operations[Key]["path"]> &
  Optional<"query", Operations[Key]["query"]> &
  Optional<"header", Operations[Key]["header"]> &
  (Operations[Key]["body"] extends undefined ? unknown : { body: Operations[Key]["body"] });
type None = Record<never, never>;
type Part<Name extends string, Type> = None extends Type ? unknown : Record<Name, Type>;
type Optional<Name extends string, Type> = None extends Type
  ? { [name in Name]?: Type }
  : Record<Name, Type>;

interface Parts {
  path?: Record<string, Text>;
  query?: Record<string, Text | Text[] | null | undefined>;
  header?: Record<string, string | null | undefined>;
  body?: unknown;
}

export class TwinApi {
  constructor(
    private readonly base: string,
    private readonly token: () => Promise<string>,
  ) {}

  site(): Promise<SiteDocument> {
    return this.call("GET /site", {}) as Promise<SiteDocument>;
  }

  /** Who the API says that the caller is. */
  caller(): Promise<CallerBody> {
    return this.call("GET /access/me", {});
  }

  scene(): Promise<SceneBody> {
    return this.call("GET /scene", {});
  }

  async latest(): Promise<LatestValue[]> {
    return (await this.call("GET /signals/latest", {})).values;
  }

  history(query: {
    alias: string;
    start: number;
    end: number;
    limit: number;
    next_token?: string | null;
  }): Promise<HistoryPage> {
    return this.call("GET /signals/history", { query });
  }

  /** What the live channel said since a message. */
  async missed(lastId: string): Promise<ServerSentEvent[]> {
    const query = { last_event_id: lastId };
    return parseEventStream(await (await this.send("GET /live/events", { query })).text());
  }

  async alarms(): Promise<AlarmBody[]> {
    return (await this.call("GET /alarms", {})).alarms;
  }

  acknowledge(alarmId: string, comment: string): Promise<AlarmBody> {
    const path = { alarm_id: alarmId };
    return this.call("POST /alarms/{alarm_id}/acknowledge", { path, body: { comment } });
  }

  commands(limit: number): Promise<CommandPage> {
    return this.call("GET /commands", { query: { limit } });
  }

  requestCommand(order: CommandOrder): Promise<CommandBody> {
    return this.call("POST /commands", { body: order });
  }

  command(requestId: string): Promise<CommandBody> {
    return this.call("GET /commands/{request_id}", { path: { request_id: requestId } });
  }

  async models(): Promise<ModelBody[]> {
    return (await this.call("GET /models", {})).models;
  }

  runs(limit: number): Promise<RunPage> {
    return this.call("GET /runs", { query: { limit } });
  }

  startRun(order: StartRun): Promise<RunBody> {
    return this.call("POST /runs", { body: order });
  }

  run(runId: string): Promise<RunBody> {
    return this.call("GET /runs/{run_id}", { path: { run_id: runId } });
  }

  conversions(limit: number, nextToken: string | null = null): Promise<ConversionPage> {
    return this.call("GET /conversions", { query: { limit, next_token: nextToken } });
  }

  cancelConversion({
    database_id,
    asset_key,
    conversion_id,
  }: ConversionBody): Promise<ConversionBody> {
    return this.call(
      "POST /databases/{database_id}/assets/{asset_key}/conversions/{conversion_id}/cancel",
      { path: { database_id, asset_key, conversion_id } },
    );
  }

  /** Begin a conversion again; asked for twice with the same key, it begins once. */
  rerunConversion(
    { database_id, asset_key, conversion_id }: ConversionBody,
    key: string,
  ): Promise<ConversionBody> {
    return this.call(
      "POST /databases/{database_id}/assets/{asset_key}/conversions/{conversion_id}/rerun",
      { path: { database_id, asset_key, conversion_id }, header: { "Idempotency-Key": key } },
    );
  }

  startWhatIf(order: StartWhatIf): Promise<WhatIfBody> {
    return this.call("POST /what-if", { body: order });
  }

  whatIf(runId: string): Promise<WhatIfBody> {
    return this.call("GET /what-if/{run_id}", { path: { run_id: runId } });
  }

  /** The course of a run, or of one candidate of a what-if by its place in the request. */
  trajectory(runId: string, candidate: number): Promise<TrajectoryBody> {
    const path = { run_id: runId };
    return this.call("GET /runs/{run_id}/trajectory", { path, query: { candidate } });
  }

  createUpload(body: CreateUpload): Promise<UploadCreated> {
    return this.call("POST /uploads", { body });
  }

  /** Where to send some parts, and which of them are stored. */
  async announceParts(uploadId: string, parts: UploadPart[]): Promise<UploadTarget[]> {
    const path = { upload_id: uploadId };
    return (await this.call("POST /uploads/{upload_id}/parts", { path, body: { parts } })).parts;
  }

  completeUpload(uploadId: string, body: CompleteUpload): Promise<UploadBody> {
    return this.call("POST /uploads/{upload_id}/complete", { path: { upload_id: uploadId }, body });
  }

  upload(uploadId: string): Promise<UploadBody> {
    return this.call("GET /uploads/{upload_id}", { path: { upload_id: uploadId } });
  }

  abortUpload(uploadId: string): Promise<UploadBody> {
    return this.call("DELETE /uploads/{upload_id}", { path: { upload_id: uploadId } });
  }

  private async call<Key extends Operation>(
    operation: Key,
    given: Given<Key>,
  ): Promise<Operations[Key]["answer"]> {
    return (await (await this.send(operation, given)).json()) as Operations[Key]["answer"];
  }

  private async send<Key extends Operation>(operation: Key, given: Given<Key>): Promise<Response> {
    const { path = {}, query = {}, header = {}, body } = given as Parts;
    const headers: Record<string, string> = { Authorization: `Bearer ${await this.token()}` };
    for (const [name, value] of Object.entries(header)) if (value) headers[name] = value;
    if (body !== undefined) headers["Content-Type"] = "application/json";
    const [method, template] = operation.split(" ", 2) as [string, string];
    const url = `${this.base}${filled(template, path)}${queryText(query)}`;
    const response = await reach("the twin's API", url, {
      method,
      headers,
      body: body === undefined ? null : JSON.stringify(body),
    });
    if (!response.ok) throw await errorOf(response);
    return response;
  }
}

/** Fill a path's template: each value is one segment of it. */
function filled(template: string, path: Record<string, Text>): string {
  return template.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(String(path[name])));
}

function queryText(query: NonNullable<Parts["query"]>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of [value].flat()) {
      if (one !== null && one !== undefined) search.append(name, String(one));
    }
  }
  return search.size ? `?${search}` : "";
}
