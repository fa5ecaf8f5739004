import { render } from "preact";
import { CognitoClient } from "./api/cognito";
import { Session } from "./api/session";
import { Root } from "./app/Root";
import { cognitoUrl, loadConfig } from "./config";
import "./tokens.css";
import "./styles/base.css";
import "./styles/layout.css";
import "./styles/panels.css";

async function boot(host: HTMLElement): Promise<void> {
  const config = await loadConfig();
  const session = new Session(new CognitoClient(cognitoUrl(config), config.userPoolClientId));
  await session.resume();
  render(<Root config={config} session={session} />, host);
}

const host = document.getElementById("app");
if (host) {
  boot(host).catch((error: unknown) => {
    host.textContent = `The console could not start: ${String(error)}`;
  });
}
