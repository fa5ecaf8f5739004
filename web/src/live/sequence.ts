// Which live messages are new: each has an id that rises with its publication, also as a text.

import type { Topic } from "./source";

/** The member that names what a message tells of; values are told apart by their source times. */
const SUBJECTS: Record<Exclude<Topic, "values">, string> = {
  alarms: "alarm_id",
  commands: "request_id",
  assets: "upload_id",
  conversions: "conversion_id",
  runs: "run_id",
  studies: "study_id",
};

export class Sequence {
  private newest: string | null = null;
  private readonly newestOf = new Map<string, string>();

  /** The id to resume by; null where no message has come yet. */
  get lastId(): string | null {
    return this.newest;
  }

  /** Note that nothing is missing up to an id. */
  reach(id: unknown): void {
    if (typeof id === "string" && id > (this.newest ?? "")) this.newest = id;
  }

  /** Take a message; false where the same or a newer one of its subject was taken before. */
  take(topic: Topic, payload: unknown): boolean {
    const message = payload as Record<string, unknown>;
    const id = message.id;
    this.reach(id);
    if (topic === "values" || typeof id !== "string") return true;
    const subject = `${topic} ${String(message[SUBJECTS[topic]])}`;
    if (id <= (this.newestOf.get(subject) ?? "")) return false;
    this.newestOf.set(subject, id);
    return true;
  }
}
