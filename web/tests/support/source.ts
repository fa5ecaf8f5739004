// A live source whose server and listener a test plays.

import { vi } from "vitest";
import { AppSyncSource } from "../../src/live/appsync";
import { Backoff } from "../../src/live/backoff";
import type { LiveStatus } from "../../src/live/source";
import { FakeSocket } from "./sockets";

/** Start a source and let its first token arrive; needs fake timers. */
export async function startedSource(token: () => Promise<string> = async () => "token-1") {
  const sockets: FakeSocket[] = [];
  const states: LiveStatus[] = [];
  const messages: [string, unknown][] = [];
  const ready = vi.fn();
  const source = new AppSyncSource(
    {
      url: "wss://live/event/realtime",
      httpHost: "live.example",
      site: "demo",
      token,
      backoff: new Backoff(() => 1),
      openSocket: (url, protocols) => {
        const socket = new FakeSocket(url, protocols);
        sockets.push(socket);
        return socket as unknown as WebSocket;
      },
    },
    {
      onMessage: (topic, payload) => messages.push([topic, payload]),
      onStatus: (status) => states.push(status),
      onReady: ready,
    },
  );
  source.start();
  await vi.advanceTimersByTimeAsync(0);
  const socket = (index: number): FakeSocket => {
    const found = sockets.at(index);
    if (!found) throw new Error(`no socket ${index}`);
    return found;
  };
  return { source, sockets, socket, states, messages, ready };
}
