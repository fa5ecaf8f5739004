// Tokens as Cognito makes them: three parts, of which only the claims matter here.

import type { Tokens } from "../../src/api/cognito";

export function idToken(claims: Record<string, unknown>): string {
  const bytes = new TextEncoder().encode(JSON.stringify(claims));
  const payload = btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_");
  return `e30.${payload.replace(/=+$/, "")}.signature`;
}

export function tokens(change: Partial<Tokens> = {}): Tokens {
  return {
    accessToken: "access-1",
    idToken: idToken({ name: "Otto", "cognito:groups": ["operator"] }),
    refreshToken: "refresh-1",
    expiresAt: Date.now() / 1000 + 3600,
    ...change,
  };
}
