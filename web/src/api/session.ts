// Who is signed in, and a valid token whenever one is needed.

import { type ReadonlySignal, signal } from "@preact/signals";
import type { CognitoClient, NewPasswordChallenge, Tokens } from "./cognito";
import { ApiError, describeError } from "./errors";
import type { SingleSignOn } from "./singleSignOn";
import type { Role } from "./types";

export interface User {
  name: string;
  role: Role;
}

const ROLES: Role[] = ["viewer", "operator", "engineer", "admin"];
const STORAGE_KEY = "twin.session";
/** Stands before a refresh token that single sign-on gave: it is renewed there. */
const SIGNED_ON = "sso:";
/** Renew this long before the end, so that a token never ends on its way. */
const RENEW_BEFORE_SECONDS = 60;

export function roleAtLeast(role: Role, least: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(least);
}

export class Session {
  /** Why a sign-in by an identity provider failed, for people. */
  readonly problem = signal("");
  private readonly current = signal<User | null>(null);
  private tokens: Tokens | null = null;
  private bySingleSignOn = false;
  private renewal: Promise<Tokens> | null = null;

  constructor(
    private readonly cognito: CognitoClient | null,
    private readonly storage: Pick<Storage, "getItem" | "setItem" | "removeItem"> = sessionStorage,
    readonly signOn: SingleSignOn | null = null,
  ) {}

  /** Whether people may sign in by password. */
  get takesPasswords(): boolean {
    return this.cognito !== null;
  }

  get user(): ReadonlySignal<User | null> {
    return this.current;
  }

  async signIn(userName: string, password: string): Promise<NewPasswordChallenge | null> {
    const answer = await this.passwords.signIn(userName, password);
    if ("challenge" in answer) return answer;
    this.accept(answer, false);
    return null;
  }

  async setNewPassword(challenge: NewPasswordChallenge, password: string): Promise<void> {
    this.accept(await this.passwords.setNewPassword(challenge, password), false);
  }

  /** Take a person who comes back from an identity provider, or continue this tab's session. */
  async resume(): Promise<void> {
    try {
      const arrived = await this.signOn?.finish();
      if (arrived) {
        this.accept(arrived, true);
        return;
      }
    } catch (error) {
      this.problem.value = describeError(error);
      return;
    }
    await this.proceed();
  }

  /** Sign out here and, after single sign-on, at the user pool: the browser leaves for it. */
  signOut(): void {
    const { tokens, bySingleSignOn } = this;
    this.end();
    if (tokens && bySingleSignOn) void this.signOn?.signOut(tokens.refreshToken);
  }

  private async proceed(): Promise<void> {
    const stored = this.storage.getItem(STORAGE_KEY);
    if (!stored) return;
    const signedOn = stored.startsWith(SIGNED_ON);
    try {
      const token = signedOn ? stored.slice(SIGNED_ON.length) : stored;
      this.accept(await this.refresh(token, signedOn), signedOn);
    } catch (error) {
      // A pool that cannot be reached has not refused: the next visit may still continue.
      if (isRefusal(error)) this.end();
    }
  }

  private end(): void {
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
      const renewed = await this.refresh(old.refreshToken, this.bySingleSignOn);
      if (this.tokens !== old) throw new Error("signed out meanwhile");
      this.accept(renewed, this.bySingleSignOn);
      return renewed;
    } catch (error) {
      if (isRefusal(error) && this.tokens === old) this.end();
      throw error;
    }
  }

  private refresh(refreshToken: string, signedOn: boolean): Promise<Tokens> {
    if (!signedOn) return this.passwords.refresh(refreshToken);
    if (this.signOn) return this.signOn.refresh(refreshToken);
    throw new ApiError(401, {
      code: "SIGN_IN_CHANGED",
      message: "single sign-on was switched off",
    });
  }

  private get passwords(): CognitoClient {
    if (this.cognito) return this.cognito;
    throw new ApiError(401, { code: "SIGN_IN_CHANGED", message: "nobody signs in by password" });
  }

  private accept(tokens: Tokens, signedOn: boolean): void {
    this.tokens = tokens;
    this.bySingleSignOn = signedOn;
    this.problem.value = "";
    this.storage.setItem(STORAGE_KEY, `${signedOn ? SIGNED_ON : ""}${tokens.refreshToken}`);
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
  // The pool's own name of somebody from an identity provider is made of the provider's name and id.
  const own = claims.identities
    ? (claims.email ?? claims["cognito:username"])
    : claims["cognito:username"];
  const name = claims.name ?? own ?? claims.email ?? claims.sub;
  return { name: String(name), role };
}

function claimsOf(token: string): Record<string, unknown> {
  const payload = (token.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/");
  const bytes = Uint8Array.from(atob(payload), (character) => character.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
}
