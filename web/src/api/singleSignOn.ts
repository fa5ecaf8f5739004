// Single sign-on: authorization code with PKCE against the domain of the user pool.
// https://docs.aws.amazon.com/cognito/latest/developerguide/using-pkce-in-authorization-code.html

import { sha256 } from "@noble/hashes/sha2.js";
import type { SingleSignOnConfig } from "../config";
import type { Tokens } from "./cognito";
import { ApiError, reach } from "./errors";

const STORAGE_KEY = "twin.sign-on";
const SCOPES = "openid email profile";
const SERVICE = "the sign-in service";

/** What this tab keeps while the browser is away at the identity provider. */
interface Journey {
  state: string;
  verifier: string;
  /** Where in the console the person was. */
  hash: string;
}

interface TokenAnswer {
  access_token: string;
  id_token: string;
  refresh_token?: string;
  expires_in: number;
}

/** The parts of a page that single sign-on uses; a test brings its own. */
export interface Page {
  readonly origin: string;
  readonly search: string;
  readonly hash: string;
  leave(url: string): void;
  /** Show another address without loading it. */
  show(path: string): void;
}

export const thisPage: Page = {
  get origin() {
    return location.origin;
  },
  get search() {
    return location.search;
  },
  get hash() {
    return location.hash;
  },
  leave: (url) => location.assign(url),
  show: (path) => history.replaceState(null, "", path),
};

export class SingleSignOn {
  constructor(
    private readonly config: SingleSignOnConfig,
    private readonly page: Page = thisPage,
    private readonly storage: Pick<Storage, "getItem" | "setItem" | "removeItem"> = sessionStorage,
  ) {}

  get providers(): SingleSignOnConfig["providers"] {
    return this.config.providers;
  }

  /** Leave for an identity provider; the browser comes back to this console. */
  begin(provider: string): void {
    const journey: Journey = { state: random(), verifier: random(), hash: this.page.hash };
    this.storage.setItem(STORAGE_KEY, JSON.stringify(journey));
    const challenge = base64url(sha256(new TextEncoder().encode(journey.verifier)));
    this.page.leave(
      this.url("/oauth2/authorize", {
        response_type: "code",
        client_id: this.config.clientId,
        redirect_uri: this.back,
        scope: SCOPES,
        identity_provider: provider,
        state: journey.state,
        code_challenge: challenge,
        code_challenge_method: "S256",
      }),
    );
  }

  /** Return the tokens of a person who comes back, null when nobody does. */
  async finish(): Promise<Tokens | null> {
    const answer = new URLSearchParams(this.page.search);
    if (!answer.has("state") || !(answer.has("code") || answer.has("error"))) return null;
    const journey = this.takeJourney();
    this.page.show(`/${journey?.hash ?? ""}`); // a code belongs in no history
    if (!journey || journey.state !== answer.get("state")) {
      throw refused("SIGN_IN_UNEXPECTED", "this sign-in was not begun here; please sign in again");
    }
    if (answer.has("error")) {
      const reason = answer.get("error_description") ?? answer.get("error") ?? "";
      throw refused("SIGN_IN_REFUSED", `the identity provider did not sign you in: ${reason}`);
    }
    return this.tokens(
      {
        grant_type: "authorization_code",
        code: answer.get("code") ?? "",
        redirect_uri: this.back,
        code_verifier: journey.verifier,
      },
      "",
    );
  }

  refresh(refreshToken: string): Promise<Tokens> {
    return this.tokens({ grant_type: "refresh_token", refresh_token: refreshToken }, refreshToken);
  }

  /** Take the tokens back and end the pool's own session of this browser. */
  async signOut(refreshToken: string): Promise<void> {
    try {
      await this.post("/oauth2/revoke", { token: refreshToken });
    } catch {
      // The session here ends in any case, and the token with its time.
    }
    this.page.leave(
      this.url("/logout", { client_id: this.config.clientId, logout_uri: this.back }),
    );
  }

  private get back(): string {
    return `${this.page.origin}/`;
  }

  private takeJourney(): Journey | null {
    const text = this.storage.getItem(STORAGE_KEY);
    this.storage.removeItem(STORAGE_KEY);
    return text ? (JSON.parse(text) as Journey) : null;
  }

  private async tokens(form: Record<string, string>, previous: string): Promise<Tokens> {
    const answer = (await (await this.post("/oauth2/token", form)).json()) as TokenAnswer;
    return {
      accessToken: answer.access_token,
      idToken: answer.id_token,
      refreshToken: answer.refresh_token ?? previous,
      expiresAt: Date.now() / 1000 + answer.expires_in,
    };
  }

  private async post(path: string, form: Record<string, string>): Promise<Response> {
    const response = await reach(SERVICE, this.url(path, {}), {
      method: "POST",
      headers: { "Content-Type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ client_id: this.config.clientId, ...form }).toString(),
    });
    if (response.ok) return response;
    const text = await response.text();
    throw new ApiError(response.status, { code: codeOf(text), message: "sign-in was refused" });
  }

  private url(path: string, query: Record<string, string>): string {
    const text = new URLSearchParams(query).toString();
    return `${this.config.url}${path}${text ? `?${text}` : ""}`;
  }
}

function codeOf(text: string): string {
  try {
    return String((JSON.parse(text) as { error?: string }).error ?? "SIGN_IN_FAILED");
  } catch {
    return "SIGN_IN_FAILED";
  }
}

function refused(code: string, message: string): ApiError {
  return new ApiError(401, { code, message });
}

/** Return 256 bits of randomness as text: 43 characters, as PKCE needs at least. */
function random(): string {
  return base64url(crypto.getRandomValues(new Uint8Array(32)));
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}
