/** The settings that the deployment writes beside the console. */
export interface ConsoleConfig {
  site: string;
  region: string;
  userPoolId: string;
  userPoolClientId: string;
  live: { httpHost: string; realtimeUrl: string };
  /** Present where a server fronts a custom endpoint instead of the public ones. */
  endpoint?: { aws?: string; realtime?: string };
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
