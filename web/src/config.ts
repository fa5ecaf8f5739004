/** The settings that the deployment writes beside the console. */
export interface ConsoleConfig {
  site: string;
  region: string;
  userPoolId: string;
  /** Null where nobody signs in by password. */
  userPoolClientId: string | null;
  /** Null where nobody signs in by an identity provider. */
  singleSignOn?: SingleSignOnConfig | null;
  live: { httpHost: string; realtimeUrl: string };
  /** Present where a server fronts a custom endpoint instead of the public ones. */
  endpoint?: { aws?: string; realtime?: string; signIn?: string };
}

export interface SingleSignOnConfig {
  /** The domain of the user pool. */
  url: string;
  clientId: string;
  providers: { name: string; title: string }[];
}

export async function loadConfig(): Promise<ConsoleConfig> {
  const response = await fetch("./config.json", { cache: "no-store" });
  if (!response.ok) {
    throw new Error(`config.json answered ${response.status}: the console is not deployed whole`);
  }
  return (await response.json()) as ConsoleConfig;
}

export function cognitoUrl(config: ConsoleConfig): string {
  return config.endpoint?.aws ?? `https://cognito-idp.${config.region}.amazonaws.com/`;
}

export function realtimeUrl(config: ConsoleConfig): string {
  return config.endpoint?.realtime ?? config.live.realtimeUrl;
}

/** The settings of single sign-on, at the endpoint that the console is to use. */
export function singleSignOn(config: ConsoleConfig): SingleSignOnConfig | null {
  if (!config.singleSignOn) return null;
  return { ...config.singleSignOn, url: config.endpoint?.signIn ?? config.singleSignOn.url };
}
