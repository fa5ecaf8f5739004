import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { TwinApi } from "../api/client";
import { describeError } from "../api/errors";
import type { Session, User } from "../api/session";
import { type ConsoleConfig, realtimeUrl } from "../config";
import { AppSyncSource } from "../live/appsync";
import { Console } from "../store/console";
import { ConsoleContext } from "./context";
import { SignIn } from "./SignIn";
import { Workspace } from "./Workspace";

interface RootProps {
  config: ConsoleConfig;
  session: Session;
}

export function Root({ config, session }: RootProps) {
  const user = session.user.value;
  if (!user) return <SignIn session={session} site={config.site} />;
  return <SignedIn key={user.name} config={config} session={session} user={user} />;
}

function SignedIn({ config, session, user }: RootProps & { user: User }) {
  const ready = useSignal<Console | null>(null);
  const problem = useSignal("");

  useEffect(() => {
    const closing = new AbortController();
    void open(config, session, user, closing.signal).then(
      (opened) => {
        ready.value = opened;
      },
      (error) => {
        problem.value = describeError(error);
      },
    );
    return () => closing.abort();
  }, [config, session, user, ready, problem]);

  if (problem.value) return <Failed message={problem.value} session={session} />;
  if (!ready.value) return <main class="centred">Opening the site…</main>;
  return (
    <ConsoleContext.Provider value={ready.value}>
      <Workspace session={session} />
    </ConsoleContext.Provider>
  );
}

function Failed({ message, session }: { message: string; session: Session }) {
  return (
    <main class="centred">
      <h1>The site could not be opened</h1>
      <p role="alert">{message}</p>
      <p>
        <button type="button" onClick={() => location.reload()}>
          Try again
        </button>{" "}
        <button type="button" onClick={() => session.signOut()}>
          Sign out
        </button>
      </p>
    </main>
  );
}

/** Fetch the site, start the clock and the live connection; `closing` ends both. */
async function open(
  config: ConsoleConfig,
  session: Session,
  user: User,
  closing: AbortSignal,
): Promise<Console> {
  const token = () => session.token();
  const api = new TwinApi("./api", token);
  const [site, caller] = await Promise.all([api.site(), api.caller()]);
  // The groups of an identity provider are roles by the site file, which only the API knows.
  const opened = new Console(site, api, { ...user, role: caller.role ?? "viewer" });
  if (closing.aborted) return opened;
  const { httpHost } = config.live;
  const live = new AppSyncSource(
    { url: realtimeUrl(config), httpHost, site: config.site, token },
    opened,
  );
  opened.clock.start();
  void opened.catchUp();
  live.start();
  closing.addEventListener("abort", () => {
    live.stop();
    opened.replay.end();
    opened.clock.stop();
  });
  return opened;
}
