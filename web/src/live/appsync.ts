// AppSync Events over one WebSocket: connect, subscribe to every topic, watch the keep-alive,
// and start again with back-off whenever anything fails.

import { Backoff } from "./backoff";
import {
  type Authorization,
  connectionInit,
  describeErrors,
  eventsOf,
  type Frame,
  parseFrame,
  subprotocols,
  subscribe,
} from "./messages";
import { channelOf, type LiveListener, type LiveSource, TOPICS, type Topic } from "./source";

const HANDSHAKE_MILLISECONDS = 15_000;
const DEFAULT_KEEP_ALIVE_MILLISECONDS = 300_000;

export interface AppSyncOptions {
  url: string;
  httpHost: string;
  site: string;
  token: () => Promise<string>;
  openSocket?: (url: string, protocols: string[]) => WebSocket;
  backoff?: Backoff;
}

export class AppSyncSource implements LiveSource {
  private readonly openSocket: (url: string, protocols: string[]) => WebSocket;
  private readonly backoff: Backoff;
  private socket: WebSocket | null = null;
  private authorization: Authorization | null = null;
  private readonly pending = new Set<string>();
  private keepAliveMilliseconds = DEFAULT_KEEP_ALIVE_MILLISECONDS;
  private watchdog: ReturnType<typeof setTimeout> | undefined;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private running = false;
  private ready = false;
  /** Counts the attempts, so that a slow token of an attempt given up opens no socket. */
  private attempt = 0;

  constructor(
    private readonly options: AppSyncOptions,
    private readonly listener: LiveListener,
  ) {
    this.openSocket = options.openSocket ?? ((url, protocols) => new WebSocket(url, protocols));
    this.backoff = options.backoff ?? new Backoff();
  }

  start(): void {
    if (this.running) return;
    this.running = true;
    globalThis.addEventListener?.("online", this.connectNow);
    void this.connect();
  }

  stop(): void {
    this.running = false;
    this.attempt += 1;
    globalThis.removeEventListener?.("online", this.connectNow);
    this.dropSocket();
  }

  private readonly connectNow = (): void => {
    if (!this.running || this.socket) return;
    this.backoff.reset();
    void this.connect();
  };

  private async connect(): Promise<void> {
    this.dropSocket();
    this.listener.onStatus({ state: "connecting" });
    this.attempt += 1;
    const attempt = this.attempt;
    try {
      const { httpHost, token, url } = this.options;
      this.authorization = { Authorization: await token(), host: httpHost };
      if (!this.running || attempt !== this.attempt) return;
      this.attach(this.openSocket(url, subprotocols(this.authorization)));
    } catch (error) {
      if (attempt !== this.attempt) return;
      this.fail(error instanceof Error ? error.message : String(error));
    }
  }

  private attach(socket: WebSocket): void {
    this.socket = socket;
    this.watch(HANDSHAKE_MILLISECONDS, "the live service did not answer in time");
    socket.onopen = () => socket.send(connectionInit());
    socket.onmessage = (message) => this.receive(String(message.data));
    socket.onclose = (event) => this.fail(event.reason || "the connection was closed");
  }

  private receive(text: string): void {
    const frame = parseFrame(text);
    if (!frame) return;
    if (this.ready) this.watchKeepAlive();
    this.handle(frame);
  }

  private handle(frame: Frame): void {
    switch (frame.type) {
      case "connection_ack":
        this.keepAliveMilliseconds = frame.connectionTimeoutMs ?? DEFAULT_KEEP_ALIVE_MILLISECONDS;
        this.subscribeAll();
        break;
      case "subscribe_success":
        this.subscribed(frame.id);
        break;
      case "data":
        this.deliver(frame.id, frame.event);
        break;
      case "subscribe_error":
      case "connection_error":
      case "error":
        this.fail(describeErrors(frame.errors));
        break;
      default:
        break;
    }
  }

  private subscribeAll(): void {
    const { authorization, socket } = this;
    if (!authorization || !socket) return;
    for (const topic of TOPICS) {
      this.pending.add(topic);
      socket.send(subscribe(topic, channelOf(this.options.site, topic), authorization));
    }
  }

  private subscribed(id: string): void {
    if (!this.pending.delete(id) || this.pending.size > 0) return;
    this.ready = true;
    this.backoff.reset();
    this.watchKeepAlive();
    this.listener.onStatus({ state: "live" });
    this.listener.onReady();
  }

  private deliver(id: string, event: string | string[]): void {
    for (const payload of eventsOf(event)) this.listener.onMessage(id as Topic, payload);
  }

  private watchKeepAlive(): void {
    this.watch(this.keepAliveMilliseconds, "the live service fell silent");
  }

  private watch(milliseconds: number, reason: string): void {
    clearTimeout(this.watchdog);
    this.watchdog = setTimeout(() => this.fail(reason), milliseconds);
  }

  private fail(reason: string): void {
    this.dropSocket();
    if (!this.running) return;
    const retryInSeconds = this.backoff.next();
    this.listener.onStatus({ state: "offline", retryInSeconds, reason });
    this.retry = setTimeout(() => void this.connect(), retryInSeconds * 1000);
  }

  private dropSocket(): void {
    clearTimeout(this.watchdog);
    clearTimeout(this.retry);
    this.pending.clear();
    this.ready = false;
    const socket = this.socket;
    this.socket = null;
    if (!socket) return;
    socket.onopen = null;
    socket.onmessage = null;
    socket.onclose = null;
    socket.close();
  }
}
