// The seam between the console and whatever pushes live messages to it.

export type Topic =
  | "values"
  | "alarms"
  | "commands"
  | "assets"
  | "conversions"
  | "runs"
  | "studies";

export const TOPICS: readonly Topic[] = [
  "values",
  "alarms",
  "commands",
  "assets",
  "conversions",
  "runs",
  "studies",
];

export type LiveStatus =
  | { state: "connecting" }
  | { state: "live" }
  | { state: "offline"; retryInSeconds: number; reason: string };

export interface LiveListener {
  /** A message of a topic; may come twice and out of order. */
  onMessage(topic: Topic, payload: unknown): void;
  onStatus(status: LiveStatus): void;
  /** All topics are subscribed (again): what happened meanwhile must be fetched. */
  onReady(): void;
}

export interface LiveSource {
  start(): void;
  stop(): void;
}

/** Return the channel of a topic of a site. */
export function channelOf(site: string, topic: Topic): string {
  return `/twin/${site}/${topic}`;
}
