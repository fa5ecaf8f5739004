// Sign-in against a Cognito user pool without its SDK: two JSON operations.

import { ApiError, reach } from "./errors";

export interface Tokens {
  accessToken: string;
  idToken: string;
  refreshToken: string;
  /** Client time in seconds since 1970 after which the tokens must be renewed. */
  expiresAt: number;
}

/** The pool wants a new password before it lets this user in. */
export interface NewPasswordChallenge {
  challenge: "NEW_PASSWORD_REQUIRED";
  session: string;
  userName: string;
}

interface AuthenticationResult {
  AccessToken: string;
  IdToken: string;
  RefreshToken?: string;
  ExpiresIn: number;
}

interface AuthAnswer {
  AuthenticationResult?: AuthenticationResult;
  ChallengeName?: string;
  Session?: string;
}

export class CognitoClient {
  constructor(
    private readonly url: string,
    private readonly clientId: string,
  ) {}

  async signIn(userName: string, password: string): Promise<Tokens | NewPasswordChallenge> {
    const answer = await this.call("InitiateAuth", {
      AuthFlow: "USER_PASSWORD_AUTH",
      ClientId: this.clientId,
      AuthParameters: { USERNAME: userName, PASSWORD: password },
    });
    if (answer.ChallengeName === "NEW_PASSWORD_REQUIRED") {
      return { challenge: "NEW_PASSWORD_REQUIRED", session: answer.Session ?? "", userName };
    }
    return tokensOf(answer, "");
  }

  async setNewPassword(challenge: NewPasswordChallenge, password: string): Promise<Tokens> {
    const answer = await this.call("RespondToAuthChallenge", {
      ChallengeName: challenge.challenge,
      ClientId: this.clientId,
      Session: challenge.session,
      ChallengeResponses: { USERNAME: challenge.userName, NEW_PASSWORD: password },
    });
    return tokensOf(answer, "");
  }

  async refresh(refreshToken: string): Promise<Tokens> {
    const answer = await this.call("InitiateAuth", {
      AuthFlow: "REFRESH_TOKEN_AUTH",
      ClientId: this.clientId,
      AuthParameters: { REFRESH_TOKEN: refreshToken },
    });
    return tokensOf(answer, refreshToken);
  }

  private async call(operation: string, body: unknown): Promise<AuthAnswer> {
    const response = await reach("the sign-in service", this.url, {
      method: "POST",
      headers: {
        "Content-Type": "application/x-amz-json-1.1",
        "X-Amz-Target": `AWSCognitoIdentityProviderService.${operation}`,
      },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw cognitoError(response.status, text);
    return JSON.parse(text) as AuthAnswer;
  }
}

function tokensOf(answer: AuthAnswer, previousRefreshToken: string): Tokens {
  const result = answer.AuthenticationResult;
  if (!result) {
    const code = answer.ChallengeName ?? "NO_TOKENS";
    const message = "this console cannot answer the sign-in step that the user pool asks for";
    throw new ApiError(401, { code, message });
  }
  return {
    accessToken: result.AccessToken,
    idToken: result.IdToken,
    refreshToken: result.RefreshToken ?? previousRefreshToken,
    expiresAt: Date.now() / 1000 + result.ExpiresIn,
  };
}

function cognitoError(status: number, text: string): ApiError {
  try {
    const body = JSON.parse(text) as { __type?: string; message?: string; Message?: string };
    const code = body.__type?.split("#").pop() ?? `HTTP_${status}`;
    return new ApiError(status, { code, message: body.message ?? body.Message ?? code });
  } catch {
    return new ApiError(status, { code: `HTTP_${status}`, message: "the sign-in service failed" });
  }
}
