// One part's way to storage: XMLHttpRequest, because fetch cannot tell how much was sent.

export class PutError extends Error {
  constructor(
    message: string,
    /** Whether trying again may help. */
    readonly transient: boolean,
    /** What the storage answered, 0 where it did not. */
    readonly status = 0,
  ) {
    super(message);
    this.name = "PutError";
  }
}

export interface Put {
  url: string;
  headers: Record<string, string>;
  body: Blob;
  onSent: (bytes: number) => void;
  cancelled: AbortSignal;
}

/** PUT one part; the storage verifies it by the checksum in its headers. */
export function putPart({ url, headers, body, onSent, cancelled }: Put): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("PUT", url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => onSent(event.loaded);
    request.onerror = () => reject(new PutError("the connection failed", true));
    request.onabort = () => reject(new PutError("cancelled", false));
    request.onload = () => settle(request, resolve, reject);
    cancelled.addEventListener("abort", () => request.abort());
    if (cancelled.aborted) reject(new PutError("cancelled", false));
    else request.send(body);
  });
}

function settle(
  request: XMLHttpRequest,
  resolve: () => void,
  reject: (error: PutError) => void,
): void {
  const { status, responseText } = request;
  if (status >= 200 && status < 300) {
    resolve();
    return;
  }
  const code = /<Code>([^<]+)<\/Code>/.exec(responseText)?.[1] ?? "";
  const transient = status >= 500 || status === 429 || status === 408;
  reject(new PutError(`the storage answered ${status} ${code}`.trim(), transient, status));
}
