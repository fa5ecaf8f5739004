// Everything one signed-in console holds, wired once.

import { signal } from "@preact/signals";
import type { TwinApi } from "../api/client";
import type { User } from "../api/session";
import type { SiteDocument } from "../api/site";
import type {
  AlarmBody,
  CommandBody,
  ConversionBody,
  RunBody,
  UploadBody,
  ValuesEvent,
} from "../api/types";
import { Sequence } from "../live/sequence";
import { type LiveListener, TOPICS, type Topic } from "../live/source";
import type { UploadJob } from "../upload/job";
import { AlarmStore } from "./alarms";
import { Clock } from "./clock";
import { CommandStore } from "./commands";
import { ConnectionStore } from "./connection";
import { ConversionStore } from "./conversions";
import { PartStore } from "./parts";
import { Replay } from "./replay";
import { RunStore } from "./runs";
import { Selection } from "./selection";
import { SiteIndex } from "./site";
import { ValueStore } from "./values";

const NEWEST = 50;

export interface Trial {
  modelId: string;
  variable: string;
  commandId: string;
  value: number;
}

export class Console implements LiveListener {
  readonly site: SiteIndex;
  readonly clock = new Clock();
  readonly values: ValueStore;
  readonly alarms = new AlarmStore();
  readonly commands = new CommandStore();
  readonly runs = new RunStore();
  readonly conversions = new ConversionStore();
  readonly parts: PartStore;
  readonly replay: Replay;
  readonly connection: ConnectionStore;
  readonly selection: Selection;
  readonly uploads = signal<ReadonlyMap<string, UploadBody>>(new Map());
  /** The uploads of this page; they go on while their dialog is closed. */
  readonly jobs = signal<readonly UploadJob[]>([]);
  /** Counts how often more was missed than can be told, so that charts are loaded anew. */
  readonly historyVersion = signal(0);
  /** Counts what was published, so that the scene is fetched anew. */
  readonly sceneVersion = signal(0);
  /** A set-point that a command widget asks to try first. */
  readonly trial = signal<Trial | null>(null);
  /** The model that somebody asked to see; the 3D view clears it once it is framed. */
  readonly spotlight = signal<string | null>(null);
  /** What could not be fetched, for people to see. */
  readonly notice = signal("");
  private readonly sequence = new Sequence();
  /** Set while something may be missing: the newest message from before, null for everything. */
  private behind: { from: string | null } | null = { from: null };

  constructor(
    document: SiteDocument,
    readonly api: TwinApi,
    readonly user: User,
  ) {
    this.site = new SiteIndex(document);
    this.values = new ValueStore(document.signals);
    this.replay = new Replay(this.values, this.clock);
    this.parts = new PartStore(this.site, this.values, this.alarms, this.clock);
    this.connection = new ConnectionStore(this.values, this.clock);
    this.selection = new Selection(this.site);
  }

  onStatus(status: Parameters<LiveListener["onStatus"]>[0]): void {
    this.connection.status.value = status;
    if (status.state === "live") return;
    // What comes in before all topics are subscribed again must not hide what is missing.
    this.behind = { from: this.behind ? this.behind.from : this.sequence.lastId };
  }

  onReady(): void {
    void this.resume();
  }

  onMessage(topic: Topic, payload: unknown): void {
    if (!this.sequence.take(topic, payload)) return;
    switch (topic) {
      case "values":
        this.values.receive(payload as ValuesEvent);
        break;
      case "alarms":
        this.alarms.receive([payload as AlarmBody]);
        break;
      case "commands":
        this.commands.receive([payload as CommandBody]);
        break;
      case "runs":
        this.runs.receive([payload as RunBody]);
        break;
      case "conversions":
        this.conversions.receive([payload as ConversionBody]);
        break;
      case "assets":
        this.receiveUpload(payload as UploadBody);
        break;
      case "studies": // No panel shows them: who is away need not load anything anew.
        break;
    }
  }

  /** Keep the newest of an upload; one that became published changes the scene. */
  receiveUpload(upload: UploadBody): void {
    const known = this.uploads.peek().get(upload.upload_id);
    if (known?.state === "PUBLISHED") return;
    this.uploads.value = new Map(this.uploads.peek()).set(upload.upload_id, upload);
    if (upload.state === "PUBLISHED") this.sceneVersion.value += 1;
  }

  /** Fetch what was missed since the connection was lost, or everything where that is too much. */
  async resume(): Promise<void> {
    const behind = this.behind;
    if (!behind) return;
    this.connection.begin();
    try {
      if (behind.from === null) await this.catchUp();
      else if (!(await this.takeMissed(behind.from))) {
        await this.catchUp();
        this.historyVersion.value += 1;
      }
      // Unless the connection was lost again meanwhile.
      if (this.behind === behind) this.behind = null;
    } finally {
      this.connection.end();
    }
  }

  /** Take what was said since a message; false where not all of it could be had. */
  private async takeMissed(lastId: string): Promise<boolean> {
    try {
      const events = await this.api.missed(lastId);
      const known = events.every(({ event }) => event === "current" || isTopic(event));
      if (!known || events.at(-1)?.event !== "current") return false;
      for (const { event, data } of events) {
        if (isTopic(event)) this.onMessage(event, data);
        else this.sequence.reach((data as { id: string }).id);
      }
      return true;
    } catch {
      return false; // Loading everything says what is wrong.
    }
  }

  /** Fetch what may have happened while no live connection stood; newest by time wins. */
  async catchUp(): Promise<void> {
    const results = await Promise.allSettled([
      this.api.latest().then((values) => {
        this.clock.learn(values);
        this.values.load(values);
      }),
      this.api.alarms().then((alarms) => this.alarms.receive(alarms)),
      this.api.commands(NEWEST).then((page) => this.commands.receive(page.commands)),
      this.api.runs(NEWEST).then((page) => this.runs.receive(page.runs)),
      this.api.conversions(NEWEST).then((page) => this.conversions.receivePage(page)),
    ]);
    const failed = results.filter((result) => result.status === "rejected");
    this.notice.value = failed.map((result) => String(result.reason?.message ?? "")).join("; ");
  }
}

function isTopic(name: string): name is Topic {
  return (TOPICS as readonly string[]).includes(name);
}
