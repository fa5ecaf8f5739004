import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Page, SingleSignOn } from "../../src/api/singleSignOn";

const CONFIG = {
  url: "https://plant.auth.example",
  clientId: "sso-1",
  providers: [{ name: "entra", title: "Company account" }],
};
const VERIFIER = /^[\w-]{43}$/;

interface TestPage extends Page {
  left: string[];
  shown: string[];
}

function page(search = "", hash = ""): TestPage {
  const left: string[] = [];
  const shown: string[] = [];
  return {
    origin: "https://console.example",
    search,
    hash,
    left,
    shown,
    leave: (url) => left.push(url),
    show: (path) => shown.push(path),
  };
}

function answering(status: number, body: unknown) {
  return vi.fn(
    async (_url: string, _request: RequestInit) => new Response(JSON.stringify(body), { status }),
  );
}

/** Begin a journey and return the state that the provider is to send back. */
function begun(hash = ""): URLSearchParams {
  const away = page("", hash);
  new SingleSignOn(CONFIG, away).begin("entra");
  return new URL(away.left[0] ?? "").searchParams;
}

function formOf(fetched: ReturnType<typeof answering>, call = 0): URLSearchParams {
  return new URLSearchParams(String(fetched.mock.calls[call]?.[1]?.body));
}

async function challengeOf(verifier: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
  const text = btoa(String.fromCharCode(...new Uint8Array(digest)));
  return text.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

beforeEach(() => sessionStorage.clear());
afterEach(() => vi.unstubAllGlobals());

test("a sign-in leaves for the provider and keeps what proves it", () => {
  const asked = begun();
  expect(asked.get("identity_provider")).toBe("entra");
  expect(asked.get("response_type")).toBe("code");
  expect(asked.get("redirect_uri")).toBe("https://console.example/");
  expect(asked.get("code_challenge_method")).toBe("S256");
  expect(asked.get("state")).toMatch(VERIFIER);
  expect(asked.get("scope")).not.toContain("admin");
});

test("no two sign-ins have a secret in common", () => {
  const [first, second] = [begun(), begun()];
  expect(first.get("state")).not.toBe(second.get("state"));
  expect(first.get("code_challenge")).not.toBe(second.get("code_challenge"));
});

test("who comes back gets tokens for the code, with the verifier of the challenge", async () => {
  const asked = begun("#/assets/P-101");
  const fetched = answering(200, {
    access_token: "a",
    id_token: "i",
    refresh_token: "r",
    expires_in: 3600,
  });
  vi.stubGlobal("fetch", fetched);
  const back = page(`?code=c-1&state=${asked.get("state")}`);
  const tokens = await new SingleSignOn(CONFIG, back).finish();
  expect(tokens).toMatchObject({ accessToken: "a", idToken: "i", refreshToken: "r" });
  const form = formOf(fetched);
  expect(form.get("code")).toBe("c-1");
  expect(form.get("client_id")).toBe("sso-1");
  expect(form.get("code_verifier")).toMatch(VERIFIER);
  expect(await challengeOf(form.get("code_verifier") ?? "")).toBe(asked.get("code_challenge"));
  expect(back.shown).toEqual(["/#/assets/P-101"]);
  expect(sessionStorage.length).toBe(0);
});

test("a page that nobody comes back to does nothing", async () => {
  begun();
  for (const search of ["", "?code=c", "?state=s", "?other=1"]) {
    expect(await new SingleSignOn(CONFIG, page(search)).finish()).toBeNull();
  }
});

test("a code of another sign-in is not exchanged", async () => {
  begun();
  const fetched = answering(200, {});
  vi.stubGlobal("fetch", fetched);
  const forged = new SingleSignOn(CONFIG, page("?code=c&state=forged"));
  await expect(forged.finish()).rejects.toMatchObject({ code: "SIGN_IN_UNEXPECTED" });
  const again = new SingleSignOn(CONFIG, page("?code=c&state=forged"));
  await expect(again.finish()).rejects.toMatchObject({ code: "SIGN_IN_UNEXPECTED" });
  expect(fetched).not.toHaveBeenCalled();
});

test("what the provider refuses is said", async () => {
  const state = begun().get("state");
  const back = page(`?error=invalid_request&error_description=User+is+not+enabled&state=${state}`);
  await expect(new SingleSignOn(CONFIG, back).finish()).rejects.toThrow("User is not enabled");
});

test("a refusal of the token endpoint has its code", async () => {
  const state = begun().get("state");
  vi.stubGlobal("fetch", answering(400, { error: "invalid_grant" }));
  const back = new SingleSignOn(CONFIG, page(`?code=c&state=${state}`));
  await expect(back.finish()).rejects.toMatchObject({ status: 400, code: "invalid_grant" });
});

test("a refresh keeps the token that it was made with", async () => {
  const fetched = answering(200, { access_token: "a2", id_token: "i2", expires_in: 60 });
  vi.stubGlobal("fetch", fetched);
  const tokens = await new SingleSignOn(CONFIG, page()).refresh("r-1");
  expect(tokens).toMatchObject({ accessToken: "a2", refreshToken: "r-1" });
  expect(formOf(fetched).get("grant_type")).toBe("refresh_token");
});

test.each([200, 503])(
  "signing out revokes the token and leaves, whatever is answered",
  async (status) => {
    const fetched = answering(status, {});
    vi.stubGlobal("fetch", fetched);
    const here = page();
    await new SingleSignOn(CONFIG, here).signOut("r-1");
    expect(formOf(fetched).get("token")).toBe("r-1");
    const left = new URL(here.left[0] ?? "");
    expect(left.pathname).toBe("/logout");
    expect(left.searchParams.get("logout_uri")).toBe("https://console.example/");
  },
);
