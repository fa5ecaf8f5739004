import { render } from "preact";
import { CognitoClient } from "./api/cognito";
import { Session } from "./api/session";
import { SingleSignOn } from "./api/singleSignOn";
import { Root } from "./app/Root";
import { cognitoUrl, loadConfig, singleSignOn } from "./config";
import "./tokens.css";
import "./styles/base.css";
import "./styles/layout.css";
import "./styles/panels.css";

async function boot(host: HTMLElement): Promise<void> {
  const config = await loadConfig();
  const passwords =
    config.userPoolClientId && new CognitoClient(cognitoUrl(config), config.userPoolClientId);
  const signOn = singleSignOn(config);
  const session = new Session(
    passwords || null,
    sessionStorage,
    signOn ? new SingleSignOn(signOn) : null,
  );
  await session.resume();
  render(<Root config={config} session={session} />, host);
}

const host = document.getElementById("app");
if (host) {
  boot(host).catch((error: unknown) => {
    host.textContent = `The console could not start: ${String(error)}`;
  });
}
