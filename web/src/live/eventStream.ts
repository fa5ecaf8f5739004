// Server-sent events as one text: https://html.spec.whatwg.org/multipage/server-sent-events.html

export interface ServerSentEvent {
  event: string;
  data: unknown;
}

/** Return the events of a stream; one whose data is not JSON is left out, as are comments. */
export function parseEventStream(text: string): ServerSentEvent[] {
  return text
    .replaceAll("\r\n", "\n")
    .split("\n\n")
    .flatMap((block) => {
      const found = fields(block);
      if (found.data === "") return [];
      try {
        return [{ event: found.event, data: JSON.parse(found.data) as unknown }];
      } catch {
        return [];
      }
    });
}

function fields(block: string): { event: string; data: string } {
  let event = "message";
  const data: string[] = [];
  for (const line of block.split("\n")) {
    const [, name, value = ""] = /^(\w+): ?(.*)$/.exec(line) ?? [];
    if (name === "event") event = value;
    if (name === "data") data.push(value);
  }
  return { event, data: data.join("\n") };
}
