import { beforeEach, expect, test, vi } from "vitest";
import type { CognitoClient, Tokens } from "../../src/api/cognito";
import { ApiError } from "../../src/api/errors";
import { roleAtLeast, Session, userOf } from "../../src/api/session";
import { idToken, tokens } from "../support/tokens";

const REFUSED = new ApiError(400, { code: "NotAuthorizedException", message: "expired" });

function setUp(change: Record<string, unknown> = {}) {
  const cognito = {
    signIn: vi.fn(async (): Promise<unknown> => tokens()),
    refresh: vi.fn(async (): Promise<Tokens> => tokens({ accessToken: "access-2" })),
    ...change,
  };
  return { cognito, session: new Session(cognito as unknown as CognitoClient) };
}

/** Tokens that end so soon that the next use renews them. */
function ending(): Tokens {
  return tokens({ expiresAt: Date.now() / 1000 + 59 });
}

beforeEach(() => {
  sessionStorage.clear();
});

test("who signs in is known by name and highest role", async () => {
  const { session } = setUp();
  expect(await session.signIn("otto", "secret")).toBeNull();
  expect(session.user.value).toEqual({ name: "Otto", role: "operator" });
  expect(await session.token()).toBe("access-1");
});

test("a failed sign-in signs nobody in", async () => {
  const { session } = setUp({ signIn: vi.fn().mockRejectedValue(REFUSED) });
  await expect(session.signIn("otto", "wrong")).rejects.toBe(REFUSED);
  expect(session.user.value).toBeNull();
  await expect(session.token()).rejects.toThrow("not signed in");
});

test("a challenge is handed on and signs nobody in", async () => {
  const challenge = { challenge: "NEW_PASSWORD_REQUIRED", session: "s", userName: "otto" };
  const { session } = setUp({ signIn: vi.fn(async () => challenge) });
  expect(await session.signIn("otto", "first")).toEqual(challenge);
  expect(session.user.value).toBeNull();
});

test("a token near its end is renewed once, however many ask for it", async () => {
  const { cognito, session } = setUp({ signIn: vi.fn(async () => ending()) });
  await session.signIn("otto", "secret");
  expect(await Promise.all([session.token(), session.token()])).toEqual(["access-2", "access-2"]);
  expect(await session.token()).toBe("access-2");
  expect(cognito.refresh).toHaveBeenCalledOnce();
});

test("a renewal wakes nobody: the user is the same", async () => {
  const { session } = setUp({ signIn: vi.fn(async () => ending()) });
  await session.signIn("otto", "secret");
  const before = session.user.value;
  await session.token();
  expect(session.user.value).toBe(before);
});

test("a renewal that the pool refuses ends the session", async () => {
  const refresh = vi.fn().mockRejectedValue(REFUSED);
  const { session } = setUp({ signIn: vi.fn(async () => ending()), refresh });
  await session.signIn("otto", "secret");
  await expect(session.token()).rejects.toBe(REFUSED);
  expect(session.user.value).toBeNull();
});

test("a renewal that fails for a moment keeps the session, and the next use tries again", async () => {
  const refresh = vi
    .fn<() => Promise<Tokens>>()
    .mockRejectedValueOnce(new Error("the sign-in service cannot be reached"))
    .mockResolvedValue(tokens({ accessToken: "access-3" }));
  const { session } = setUp({ signIn: vi.fn(async () => ending()), refresh });
  await session.signIn("otto", "secret");
  await expect(session.token()).rejects.toThrow("cannot be reached");
  expect(session.user.value?.name).toBe("Otto");
  expect(await session.token()).toBe("access-3");
});

test("who signs out during a renewal stays signed out", async () => {
  let renew: (renewed: Tokens) => void = () => undefined;
  const refresh = vi.fn(
    () =>
      new Promise<Tokens>((resolve) => {
        renew = resolve;
      }),
  );
  const { session } = setUp({ signIn: vi.fn(async () => ending()), refresh });
  await session.signIn("otto", "secret");
  const asking = session.token();
  session.signOut();
  renew(tokens());
  await expect(asking).rejects.toThrow("signed out");
  expect(session.user.value).toBeNull();
  expect(sessionStorage.length).toBe(0);
});

test("a reload goes on with the session of the tab, until somebody signs out", async () => {
  const { session } = setUp();
  await session.signIn("otto", "secret");
  const reloaded = setUp();
  await reloaded.session.resume();
  expect(reloaded.cognito.refresh).toHaveBeenCalledWith("refresh-1");
  expect(reloaded.session.user.value?.name).toBe("Otto");
  reloaded.session.signOut();
  const later = setUp();
  await later.session.resume();
  expect(later.cognito.refresh).not.toHaveBeenCalled();
});

test("a reload without a network does not throw the session away", async () => {
  await setUp().session.signIn("otto", "secret");
  const offline = setUp({ refresh: vi.fn().mockRejectedValue(new Error("no network")) });
  await offline.session.resume();
  expect(offline.session.user.value).toBeNull();
  const refused = setUp({ refresh: vi.fn().mockRejectedValue(REFUSED) });
  await refused.session.resume();
  expect(sessionStorage.length).toBe(0);
});

test("only the refresh token is kept in the browser", async () => {
  const { session } = setUp();
  await session.signIn("otto", "secret");
  expect(Object.values({ ...sessionStorage })).toEqual(["refresh-1"]);
});

test.each([
  [["viewer", "engineer"], "engineer"],
  [["admin", "viewer"], "admin"],
  [["some-other-group"], "viewer"],
  [undefined, "viewer"],
])("groups %o make the role %s", (groups, role) => {
  expect(userOf(idToken({ sub: "1", "cognito:groups": groups })).role).toBe(role);
});

test("a name beyond ASCII is read right", () => {
  expect(userOf(idToken({ name: "Zoë Øst" })).name).toBe("Zoë Øst");
});

test("roles include those below them", () => {
  expect(roleAtLeast("engineer", "operator")).toBe(true);
  expect(roleAtLeast("operator", "operator")).toBe(true);
  expect(roleAtLeast("viewer", "operator")).toBe(false);
});
