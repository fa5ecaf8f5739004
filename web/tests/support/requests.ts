// An XMLHttpRequest that a test plays the server of.

import { vi } from "vitest";

export class FakeRequest {
  static last: FakeRequest;
  readonly upload: { onprogress: ((event: { loaded: number }) => void) | null } = {
    onprogress: null,
  };
  readonly headers: Record<string, string> = {};
  onload: (() => void) | null = null;
  onerror: (() => void) | null = null;
  onabort: (() => void) | null = null;
  opened: string[] = [];
  body: Blob | null = null;
  status = 0;
  responseText = "";
  etag: string | null = '"etag"';

  constructor() {
    FakeRequest.last = this;
  }

  open(method: string, url: string): void {
    this.opened = [method, url];
  }

  setRequestHeader(name: string, value: string): void {
    this.headers[name] = value;
  }

  getResponseHeader(name: string): string | null {
    return name === "ETag" ? this.etag : null;
  }

  send(body: Blob): void {
    this.body = body;
  }

  abort(): void {
    this.onabort?.();
  }

  answer(status: number, text = ""): void {
    this.status = status;
    this.responseText = text;
    this.onload?.();
  }
}

export function playServer(): void {
  vi.stubGlobal("XMLHttpRequest", FakeRequest);
}
