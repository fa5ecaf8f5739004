import type { ErrorDetail, Problem } from "./types";

/** An error that the API or the sign-in answered; `code` is stable and says what to do. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly detail: ErrorDetail,
  ) {
    super(detail.message);
    this.name = "ApiError";
  }

  get code(): string {
    return this.detail.code;
  }
}

/** Read the body of a failed answer; a body that is not ours still yields a usable error. */
export async function errorOf(response: Response): Promise<ApiError> {
  const fallback: ErrorDetail = {
    code: `HTTP_${response.status}`,
    message: `the server answered ${response.status} ${response.statusText}`.trim(),
  };
  const text = await response.text();
  try {
    const body = JSON.parse(text) as Partial<Problem> & { message?: string };
    if (body.code) return new ApiError(response.status, detailOf(body.code, body, fallback));
    if (body.message) return new ApiError(response.status, { ...fallback, message: body.message });
  } catch {
    // Not JSON: a proxy answered.
  }
  return new ApiError(response.status, fallback);
}

/** Return a problem (RFC 9457) in the form in which jobs and uploads report errors too. */
function detailOf(code: string, problem: Partial<Problem>, fallback: ErrorDetail): ErrorDetail {
  const { found, expected, where } = problem;
  return {
    code,
    message: problem.detail ?? fallback.message,
    ...(found && { found }),
    ...(expected && { expected }),
    ...(where && { where }),
  };
}

/** Fetch, and say who could not be reached where the network fails. */
export async function reach(who: string, url: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(url, request);
  } catch {
    throw new Error(`${who} cannot be reached; check the network and try again`);
  }
}

/** One sentence for people: message, then what was found and expected, then the code. */
export function describeError(error: unknown): string {
  if (error instanceof ApiError) return describeDetail(error.detail);
  return error instanceof Error ? error.message : String(error);
}

/** The same of an error that a job reported. */
export function describeDetail({ message, found, expected, code }: ErrorDetail): string {
  const details = [found && `found ${found}`, expected && `expected ${expected}`].filter(Boolean);
  return `${[message, ...details].join("; ")} (${code})`;
}
