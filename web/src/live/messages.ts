// The frames of the AppSync Events WebSocket protocol (sub-protocol `aws-appsync-event-ws`).

export const SUBPROTOCOL = "aws-appsync-event-ws";

export interface Authorization {
  Authorization: string;
  host: string;
}

export type Frame =
  | { type: "connection_ack"; connectionTimeoutMs?: number }
  | { type: "ka" }
  | { type: "subscribe_success"; id: string }
  | { type: "subscribe_error"; id: string; errors?: ProtocolError[] }
  | { type: "data"; id: string; event: string | string[] }
  | { type: "broadcast_error" | "connection_error" | "error"; errors?: ProtocolError[] };

export interface ProtocolError {
  errorType?: string;
  message?: string;
}

/** Return the sub-protocols to offer: a browser cannot set headers on a WebSocket. */
export function subprotocols(authorization: Authorization): string[] {
  const encoded = btoa(JSON.stringify(authorization))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
  return [SUBPROTOCOL, `header-${encoded}`];
}

export function connectionInit(): string {
  return JSON.stringify({ type: "connection_init" });
}

export function subscribe(id: string, channel: string, authorization: Authorization): string {
  return JSON.stringify({ type: "subscribe", id, channel, authorization });
}

export function parseFrame(text: string): Frame | null {
  try {
    const frame = JSON.parse(text) as Frame;
    return typeof frame.type === "string" ? frame : null;
  } catch {
    return null;
  }
}

/** Return the events of a data frame; one that is not JSON is left out. */
export function eventsOf(event: string | string[]): unknown[] {
  const texts = Array.isArray(event) ? event : [event];
  return texts.flatMap((text) => {
    try {
      return [JSON.parse(text) as unknown];
    } catch {
      return [];
    }
  });
}

export function describeErrors(errors: ProtocolError[] | undefined): string {
  const texts = (errors ?? []).map((error) => error.message || error.errorType || "");
  return texts.filter(Boolean).join("; ") || "the live service refused";
}
