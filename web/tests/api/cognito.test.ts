import { afterEach, expect, test, vi } from "vitest";
import { CognitoClient } from "../../src/api/cognito";
import { answering, json } from "../support/answers";

const RESULT = { AccessToken: "access", IdToken: "id", RefreshToken: "refresh", ExpiresIn: 3600 };

const cognito = new CognitoClient("https://cognito/", "client-1");

afterEach(() => {
  vi.unstubAllGlobals();
});

test("signs in with the name and password and keeps until when the tokens are good", async () => {
  const asked = answering(json({ AuthenticationResult: RESULT }));
  const before = Date.now() / 1000;
  const tokens = await cognito.signIn("otto", "secret");
  expect(tokens).toMatchObject({ accessToken: "access", idToken: "id", refreshToken: "refresh" });
  expect((tokens as { expiresAt: number }).expiresAt).toBeGreaterThanOrEqual(before + 3600);
  expect(asked[0]).toMatchObject({
    url: "https://cognito/",
    method: "POST",
    headers: { "X-Amz-Target": "AWSCognitoIdentityProviderService.InitiateAuth" },
    body: {
      AuthFlow: "USER_PASSWORD_AUTH",
      ClientId: "client-1",
      AuthParameters: { USERNAME: "otto", PASSWORD: "secret" },
    },
  });
});

test("a wrong password is the pool's own error", async () => {
  const body = { __type: "com.amazon#NotAuthorizedException", message: "Incorrect password." };
  answering(json(body, 400));
  await expect(cognito.signIn("otto", "wrong")).rejects.toMatchObject({
    status: 400,
    code: "NotAuthorizedException",
    message: "Incorrect password.",
  });
});

test("a user who must choose a password is asked for one, and then signed in", async () => {
  const asked = answering(
    json({ ChallengeName: "NEW_PASSWORD_REQUIRED", Session: "s-1" }),
    json({ AuthenticationResult: RESULT }),
  );
  const challenge = await cognito.signIn("otto", "first");
  expect(challenge).toEqual({
    challenge: "NEW_PASSWORD_REQUIRED",
    session: "s-1",
    userName: "otto",
  });
  if (!("challenge" in challenge)) throw new Error("no challenge");
  expect((await cognito.setNewPassword(challenge, "second")).accessToken).toBe("access");
  expect(asked[1]?.body).toMatchObject({
    ChallengeName: "NEW_PASSWORD_REQUIRED",
    Session: "s-1",
    ChallengeResponses: { USERNAME: "otto", NEW_PASSWORD: "second" },
  });
});

test("a step that this console cannot answer is said by its name", async () => {
  answering(json({ ChallengeName: "SMS_MFA", Session: "s-1" }));
  await expect(cognito.signIn("otto", "secret")).rejects.toMatchObject({ code: "SMS_MFA" });
});

test("a renewal keeps the refresh token where the pool gives no new one", async () => {
  const { RefreshToken: _, ...without } = RESULT;
  answering(json({ AuthenticationResult: without }));
  expect((await cognito.refresh("refresh-0")).refreshToken).toBe("refresh-0");
});

test("a proxy that answers something else, or nobody, is said in words", async () => {
  answering(new Response("<html>", { status: 502 }), new TypeError("Failed to fetch"));
  await expect(cognito.signIn("otto", "x")).rejects.toMatchObject({
    status: 502,
    code: "HTTP_502",
  });
  await expect(cognito.signIn("otto", "x")).rejects.toThrow(
    "the sign-in service cannot be reached",
  );
});
