import { render } from "preact";
import { beforeEach, expect, test, vi } from "vitest";
import type { CognitoClient, Tokens } from "../../src/api/cognito";
import { ApiError } from "../../src/api/errors";
import { Session, userOf } from "../../src/api/session";
import type { SingleSignOn } from "../../src/api/singleSignOn";
import { SignIn } from "../../src/app/SignIn";
import { button, drawn } from "../support/page";
import { idToken, tokens } from "../support/tokens";

const REFUSED = new ApiError(401, { code: "SIGN_IN_REFUSED", message: "not enabled" });

function signOn(change: Record<string, unknown> = {}) {
  return {
    providers: [
      { name: "entra", title: "Company account" },
      { name: "keycloak", title: "Plant" },
    ],
    begin: vi.fn(),
    finish: vi.fn(async (): Promise<Tokens | null> => null),
    refresh: vi.fn(async (): Promise<Tokens> => tokens({ accessToken: "renewed" })),
    signOut: vi.fn(async () => undefined),
    ...change,
  };
}

function passwords() {
  return {
    signIn: vi.fn(async () => tokens()),
    refresh: vi.fn(async () => tokens({ accessToken: "by-password" })),
  };
}

function sessionOf(sso: ReturnType<typeof signOn> | null, cognito: unknown = passwords()): Session {
  return new Session(
    cognito as CognitoClient | null,
    sessionStorage,
    sso as unknown as SingleSignOn | null,
  );
}

async function shown(session: Session): Promise<HTMLElement> {
  document.body.innerHTML = "";
  const host = document.createElement("div");
  document.body.append(host);
  render(<SignIn session={session} site="plant" />, host);
  await drawn();
  return host;
}

beforeEach(() => sessionStorage.clear());

test("there is a button for each provider beside the password form", async () => {
  const sso = signOn();
  const host = await shown(sessionOf(sso));
  expect(host.querySelector("input[type=password]")).not.toBeNull();
  button(host, "Sign in with Plant")?.click();
  expect(sso.begin).toHaveBeenCalledExactlyOnceWith("keycloak");
});

test("a site without providers has no such button, one without passwords no form", async () => {
  const host = await shown(sessionOf(null));
  expect(host.textContent).not.toContain("Sign in with");
  const alone = await shown(sessionOf(signOn(), null));
  expect(alone.querySelector("input")).toBeNull();
  expect(button(alone, "Sign in with Company account")?.className).toBe("primary");
});

test("who comes back from a provider is signed in, and renewed there", async () => {
  const soon = Date.now() / 1000 + 1;
  const sso = signOn({ finish: vi.fn(async () => tokens({ expiresAt: soon })) });
  const session = sessionOf(sso);
  await session.resume();
  expect(session.user.value?.name).toBe("Otto");
  expect(await session.token()).toBe("renewed");
  expect(sso.refresh).toHaveBeenCalledWith("refresh-1");
});

test("the next page of the tab goes on with the way that began it", async () => {
  const first = sessionOf(signOn({ finish: vi.fn(async () => tokens()) }));
  await first.resume();
  const sso = signOn();
  const next = sessionOf(sso);
  await next.resume();
  expect(await next.token()).toBe("renewed");
  sessionStorage.clear();
  const byPassword = sessionOf(signOn());
  await byPassword.signIn("otto", "secret");
  const later = sessionOf(signOn());
  await later.resume();
  expect(await later.token()).toBe("by-password");
});

test("signing out after single sign-on ends it at the pool, too", async () => {
  const sso = signOn({ finish: vi.fn(async () => tokens()) });
  const session = sessionOf(sso);
  await session.resume();
  session.signOut();
  expect(session.user.value).toBeNull();
  expect(sso.signOut).toHaveBeenCalledExactlyOnceWith("refresh-1");
  expect(sessionStorage.length).toBe(0);
});

test("signing out of a password leaves nowhere", async () => {
  const sso = signOn();
  const session = sessionOf(sso);
  await session.signIn("otto", "secret");
  session.signOut();
  expect(sso.signOut).not.toHaveBeenCalled();
});

test("a renewal that the pool refuses ends the session without leaving", async () => {
  const soon = Date.now() / 1000 + 1;
  const sso = signOn({
    finish: vi.fn(async () => tokens({ expiresAt: soon })),
    refresh: vi.fn().mockRejectedValue(REFUSED),
  });
  const session = sessionOf(sso);
  await session.resume();
  await expect(session.token()).rejects.toBe(REFUSED);
  expect(session.user.value).toBeNull();
  expect(sso.signOut).not.toHaveBeenCalled();
});

test("why a provider's sign-in failed stands on the page", async () => {
  const session = sessionOf(signOn({ finish: vi.fn().mockRejectedValue(REFUSED) }));
  await session.resume();
  expect(session.user.value).toBeNull();
  const host = await shown(session);
  expect(host.querySelector("[role=alert]")?.textContent).toContain("SIGN_IN_REFUSED");
});

test("a person from a provider is known by name or address, not by the pool's made-up name", () => {
  const made = { "cognito:username": "entra_8f3", identities: [{ providerName: "entra" }] };
  expect(userOf(idToken({ ...made, email: "ann@example.com" })).name).toBe("ann@example.com");
  expect(userOf(idToken({ ...made, name: "Ann", email: "a@b.c" })).name).toBe("Ann");
  expect(userOf(idToken(made)).name).toBe("entra_8f3");
  expect(userOf(idToken({ "cognito:username": "otto", email: "o@b.c" })).name).toBe("otto");
});
