// One upload from file to published: digest, session, parts, complete, conversion.

import { type Signal, signal } from "@preact/signals";
import { ApiError, describeError } from "../api/errors";
import type { UploadBody, UploadState } from "../api/types";
import type { Console } from "../store/console";
import { digestInWorker } from "./digesting";
import { slicesOf } from "./parts";
import { groupsOf, transferParts } from "./transfer";

const ASK_SECONDS = 2;
const COMPLETE_TRIES = 5;

export type JobPhase = "digesting" | "sending" | "converting" | "done" | "failed" | "cancelled";

export interface PartProgress {
  partNumber: number;
  sizeBytes: number;
  sentBytes: number;
}

const FINAL: UploadState[] = ["PUBLISHED", "REJECTED", "ABORTED", "EXPIRED"];

export class UploadJob {
  readonly phase: Signal<JobPhase> = signal<JobPhase>("digesting");
  readonly digested = signal(0);
  readonly parts = signal<PartProgress[]>([]);
  readonly uploadId = signal("");
  readonly problem = signal("");
  private readonly cancelling = new AbortController();

  constructor(
    readonly file: File,
    private readonly twin: Console,
  ) {}

  /** The state that the service reports, once there is one. */
  get reported(): UploadBody | null {
    return this.twin.uploads.value.get(this.uploadId.value) ?? null;
  }

  get isOpen(): boolean {
    return ["digesting", "sending", "converting"].includes(this.phase.value);
  }

  async run(): Promise<void> {
    try {
      await this.send();
      await this.follow();
    } catch (error) {
      if (this.cancelling.signal.aborted) return;
      // The session stays open for a week: adding the same file again sends what is missing.
      this.problem.value = describeError(error);
      this.phase.value = "failed";
    }
  }

  async cancel(): Promise<void> {
    this.cancelling.abort();
    this.phase.value = "cancelled";
    await this.abort();
  }

  private async send(): Promise<void> {
    const { file, twin } = this;
    const cancelled = this.cancelling.signal;
    const digest = await digestInWorker(file, (done) => (this.digested.value = done), cancelled);
    const created = await twin.api.createUpload({
      file_name: file.name,
      size_bytes: file.size,
      parts: groupsOf(digest.parts)[0] ?? [],
    });
    this.uploadId.value = created.upload_id;
    await this.stopIfCancelled();
    this.parts.value = slicesOf(file.size).map(({ partNumber, start, end }) => ({
      partNumber,
      sizeBytes: end - start,
      sentBytes: 0,
    }));
    this.phase.value = "sending";
    await transferParts({
      file,
      parts: digest.parts,
      first: created.parts,
      targetsOf: (parts) => twin.api.announceParts(created.upload_id, parts),
      onPart: (partNumber, sentBytes) => this.progress(partNumber, sentBytes),
      cancelled,
    });
    await this.stopIfCancelled();
    twin.receiveUpload(await this.complete(digest.checksum));
    // From here on the service has the file: a conversion cannot be taken back.
    this.phase.value = "converting";
  }

  /**
   * Complete the upload. The storage may take longer to assemble thousands of parts than the API
   * waits; completing again answers what the first time did.
   */
  private async complete(checksum: string): Promise<UploadBody> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.twin.api.completeUpload(this.uploadId.value, { checksum });
      } catch (error) {
        const late = error instanceof ApiError && error.status >= 500;
        if (!late || attempt >= COMPLETE_TRIES) throw error;
        await new Promise((resolve) => setTimeout(resolve, ASK_SECONDS * 1000 * attempt));
      }
    }
  }

  /** Wait for the end, by live messages or by asking, whichever comes first. */
  private async follow(): Promise<void> {
    for (;;) {
      const body = this.reported;
      if (body && FINAL.includes(body.state)) return this.finish(body);
      await new Promise((resolve) => setTimeout(resolve, ASK_SECONDS * 1000));
      await this.ask();
    }
  }

  /** Ask for the state; the conversion goes on however the network is. */
  private async ask(): Promise<void> {
    try {
      this.twin.receiveUpload(await this.twin.api.upload(this.uploadId.value));
    } catch (error) {
      if (error instanceof ApiError && error.status < 500) throw error;
    }
  }

  /** End here where somebody cancelled while the service opened the session. */
  private async stopIfCancelled(): Promise<void> {
    if (!this.cancelling.signal.aborted) return;
    await this.abort();
    throw new Error("cancelled");
  }

  private finish(body: UploadBody): void {
    if (body.state === "PUBLISHED") {
      this.phase.value = "done";
      return;
    }
    this.phase.value = "failed";
    const error = body.error;
    this.problem.value = error ? `${error.message} (${error.code})` : `the upload is ${body.state}`;
  }

  private progress(partNumber: number, sentBytes: number): void {
    this.parts.value = this.parts
      .peek()
      .map((part) => (part.partNumber === partNumber ? { ...part, sentBytes } : part));
  }

  /** Tell the service to drop what it has; an upload that is already closed stays as it is. */
  private async abort(): Promise<void> {
    if (!this.uploadId.value) return;
    await this.twin.api.abortUpload(this.uploadId.value).catch(() => undefined);
  }
}
