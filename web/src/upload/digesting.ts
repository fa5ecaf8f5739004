import type { FileDigest } from "./digest";
import type { DigestMessage } from "./digest.worker";

/** Digest a file in a worker; aborting ends the worker. */
export function digestInWorker(
  file: File,
  onProgress: (fraction: number) => void,
  cancelled: AbortSignal,
): Promise<FileDigest> {
  const worker = new Worker(new URL("./digest.worker.ts", import.meta.url), { type: "module" });
  const work = new Promise<FileDigest>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<DigestMessage>) => {
      if (data.type === "progress") onProgress(data.fraction);
      else if (data.type === "done") resolve(data.digest);
      else reject(new Error(data.message));
    };
    worker.onerror = (event) => reject(new Error(event.message || "the digest worker failed"));
    cancelled.addEventListener("abort", () => reject(new Error("cancelled")));
    worker.postMessage(file);
  });
  return work.finally(() => worker.terminate());
}
