// Who is signed in, and a valid token whenever one is needed.

import { type ReadonlySignal, signal } from "@preact/signals";
import type { CognitoClient, NewPasswordChallenge, Tokens } from "./cognito";
import { ApiError } from "./errors";
import type { Role } from "./types";

export interface User {
  name: string;
  role: Role;
}

const ROLES: Role[] = ["viewer", "operator", "engineer", "admin"];
const STORAGE_KEY = "twin.session";
/** Renew this long before the end, so that a token never ends on its way. */
const RENEW_BEFORE_SECONDS = 60;

export function roleAtLeast(role: Role, least: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(least);
}

export class Session {
  private readonly current = signal<User | null>(null);
  private tokens: Tokens | null = null;
  private renewal: Promise<Tokens> | null = null;

  constructor(
    private readonly cognito: CognitoClient,
    private readonly storage: Pick<Storage, "getItem" | "setItem" | "removeItem"> = sessionStorage,
  ) {}

  get user(): ReadonlySignal<User | null> {
    return this.current;
  }

  async signIn(userName: string, password: string): Promise<NewPasswordChallenge | null> {
    const answer = await this.cognito.signIn(userName, password);
    if ("challenge" in answer) return answer;
    this.accept(answer);
    return null;
  }

  async setNewPassword(challenge: NewPasswordChallenge, password: string): Promise<void> {
    this.accept(await this.cognito.setNewPassword(challenge, password));
  }

  /** Continue the session of this browser tab, if it still has one. */
  async resume(): Promise<void> {
    const refreshToken = this.storage.getItem(STORAGE_KEY);
    if (!refreshToken) return;
    try {
      this.accept(await this.cognito.refresh(refreshToken));
    } catch (error) {
      // A pool that cannot be reached has not refused: the next visit may still continue.
      if (isRefusal(error)) this.signOut();
    }
  }

  signOut(): void {
    this.tokens = null;
    this.storage.removeItem(STORAGE_KEY);
    this.current.value = null;
  }

  /** Return an access token that is still good for a while: what the API and the live channel check. */
  async token(): Promise<string> {
    if (!this.tokens) throw new Error("not signed in");
    if (Date.now() / 1000 < this.tokens.expiresAt - RENEW_BEFORE_SECONDS) {
      return this.tokens.accessToken;
    }
    this.renewal ??= this.renew(this.tokens).finally(() => {
      this.renewal = null;
    });
    return (await this.renewal).accessToken;
  }

  /** Exchange the tokens for new ones; what the pool refuses for good ends the session. */
  private async renew(old: Tokens): Promise<Tokens> {
    try {
      const renewed = await this.cognito.refresh(old.refreshToken);
      if (this.tokens !== old) throw new Error("signed out meanwhile");
      this.accept(renewed);
      return renewed;
    } catch (error) {
      if (isRefusal(error) && this.tokens === old) this.signOut();
      throw error;
    }
  }

  private accept(tokens: Tokens): void {
    this.tokens = tokens;
    this.storage.setItem(STORAGE_KEY, tokens.refreshToken);
    const user = userOf(tokens.idToken);
    const known = this.current.peek();
    if (known?.name !== user.name || known.role !== user.role) this.current.value = user;
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof ApiError && error.status >= 400 && error.status < 500;
}

/** Read name and highest role from the claims; the API checks the token itself. */
export function userOf(idToken: string): User {
  const claims = claimsOf(idToken);
  const groups = Array.isArray(claims["cognito:groups"]) ? claims["cognito:groups"] : [];
  const role = [...ROLES].reverse().find((candidate) => groups.includes(candidate)) ?? "viewer";
  const name = claims.name ?? claims["cognito:username"] ?? claims.email ?? claims.sub;
  return { name: String(name), role };
}

function claimsOf(token: string): Record<string, unknown> {
  const payload = (token.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/");
  const bytes = Uint8Array.from(atob(payload), (character) => character.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
}
