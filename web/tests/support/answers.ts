// Stands in for the network: answers fetches in turn and keeps what was asked.

import { vi } from "vitest";

export interface Asked {
  url: string;
  method: string;
  headers: Record<string, string>;
  body: unknown;
}

/** Answer each fetch with the next of `answers`; an Error is a network that fails. */
export function answering(...answers: (Response | Error)[]): Asked[] {
  const asked: Asked[] = [];
  vi.stubGlobal("fetch", async (url: string, request: RequestInit = {}) => {
    asked.push({
      url,
      method: request.method ?? "GET",
      headers: request.headers as Record<string, string>,
      body: typeof request.body === "string" ? JSON.parse(request.body) : null,
    });
    const answer = answers.shift();
    if (!answer) throw new Error(`nothing answers ${url}`);
    if (answer instanceof Error) throw answer;
    return answer;
  });
  return asked;
}

export function json(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), { status });
}
