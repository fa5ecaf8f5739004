// The typed client of the HTTP API: one method per operation the console uses.

import { parseEventStream, type ServerSentEvent } from "../live/eventStream";
import { errorOf, reach } from "./errors";
import type { SiteDocument } from "./site";
import type {
  AlarmBody,
  CommandBody,
  CommandOrder,
  CommandPage,
  CreateUpload,
  HistoryPage,
  LatestValue,
  ModelBody,
  RunBody,
  RunPage,
  SceneBody,
  StartRun,
  StoredPart,
  UploadBody,
  UploadCreated,
} from "./types";

type Query = Record<string, string | number | null | undefined>;

export class TwinApi {
  constructor(
    private readonly base: string,
    private readonly token: () => Promise<string>,
  ) {}

  site(): Promise<SiteDocument> {
    return this.call("GET", "/site");
  }

  scene(): Promise<SceneBody> {
    return this.call("GET", "/scene");
  }

  async latest(): Promise<LatestValue[]> {
    return (await this.call<{ values: LatestValue[] }>("GET", "/signals/latest")).values;
  }

  history(query: {
    alias: string;
    start: number;
    end: number;
    limit: number;
    next_token?: string | null;
  }): Promise<HistoryPage> {
    return this.call("GET", `/signals/history${queryText(query)}`);
  }

  /** What the live channel said since a message. */
  async missed(lastId: string): Promise<ServerSentEvent[]> {
    const path = `/live/events${queryText({ last_event_id: lastId })}`;
    return parseEventStream(await (await this.send("GET", path)).text());
  }

  async alarms(): Promise<AlarmBody[]> {
    return (await this.call<{ alarms: AlarmBody[] }>("GET", "/alarms")).alarms;
  }

  acknowledge(alarmId: string, comment: string): Promise<AlarmBody> {
    return this.call("POST", `/alarms/${encodeURIComponent(alarmId)}/acknowledge`, { comment });
  }

  commands(limit: number): Promise<CommandPage> {
    return this.call("GET", `/commands${queryText({ limit })}`);
  }

  requestCommand(order: CommandOrder): Promise<CommandBody> {
    return this.call("POST", "/commands", order);
  }

  command(requestId: string): Promise<CommandBody> {
    return this.call("GET", `/commands/${encodeURIComponent(requestId)}`);
  }

  async models(): Promise<ModelBody[]> {
    return (await this.call<{ models: ModelBody[] }>("GET", "/models")).models;
  }

  runs(limit: number): Promise<RunPage> {
    return this.call("GET", `/runs${queryText({ limit })}`);
  }

  startRun(order: StartRun): Promise<RunBody> {
    return this.call("POST", "/runs", order);
  }

  run(runId: string): Promise<RunBody> {
    return this.call("GET", `/runs/${encodeURIComponent(runId)}`);
  }

  createUpload(body: CreateUpload): Promise<UploadCreated> {
    return this.call("POST", "/uploads", body);
  }

  completeUpload(uploadId: string, parts: StoredPart[]): Promise<UploadBody> {
    return this.call("POST", `/uploads/${encodeURIComponent(uploadId)}/complete`, { parts });
  }

  upload(uploadId: string): Promise<UploadBody> {
    return this.call("GET", `/uploads/${encodeURIComponent(uploadId)}`);
  }

  abortUpload(uploadId: string): Promise<UploadBody> {
    return this.call("DELETE", `/uploads/${encodeURIComponent(uploadId)}`);
  }

  private async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    return (await (await this.send(method, path, body)).json()) as T;
  }

  private async send(method: string, path: string, body?: unknown): Promise<Response> {
    const headers: Record<string, string> = { Authorization: `Bearer ${await this.token()}` };
    if (body !== undefined) headers["Content-Type"] = "application/json";
    const response = await reach("the twin's API", `${this.base}${path}`, {
      method,
      headers,
      body: body === undefined ? null : JSON.stringify(body),
    });
    if (!response.ok) throw await errorOf(response);
    return response;
  }
}

function queryText(query: Query): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value !== null && value !== undefined) search.set(key, String(value));
  }
  return `?${search}`;
}
