// Digests are made off the page's thread, so that the console stays responsive.

import { digestFile, type FileDigest } from "./digest";

export type DigestMessage =
  | { type: "progress"; fraction: number }
  | { type: "done"; digest: FileDigest }
  | { type: "failed"; message: string };

function post(message: DigestMessage): void {
  globalThis.postMessage(message);
}

globalThis.onmessage = (event: MessageEvent<Blob>) => {
  digestFile(event.data, (fraction) => post({ type: "progress", fraction })).then(
    (digest) => post({ type: "done", digest }),
    (error) => post({ type: "failed", message: String(error?.message ?? error) }),
  );
};
