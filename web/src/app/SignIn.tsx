import { useSignal } from "@preact/signals";
import type { NewPasswordChallenge } from "../api/cognito";
import { describeError } from "../api/errors";
import type { Session } from "../api/session";
import type { SingleSignOn } from "../api/singleSignOn";

export function SignIn({ session, site }: { session: Session; site: string }) {
  const challenge = useSignal<NewPasswordChallenge | null>(null);
  const busy = useSignal(false);
  const problem = useSignal("");

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    busy.value = true;
    problem.value = "";
    try {
      const password = String(form.get("password"));
      if (challenge.value) await session.setNewPassword(challenge.value, password);
      else challenge.value = await session.signIn(String(form.get("user")), password);
    } catch (error) {
      problem.value = describeError(error);
    } finally {
      busy.value = false;
    }
  }

  return (
    <main class="sign-in">
      <form class="sign-in-card" onSubmit={submit} aria-busy={busy.value}>
        <p class="eyebrow">Digital twin</p>
        <h1>{site}</h1>
        {session.takesPasswords && <PasswordFields challenge={challenge.value} busy={busy.value} />}
        <p role="alert" class="problem">
          {problem.value || session.problem.value}
        </p>
        {session.signOn && !challenge.value && (
          <SignOn signOn={session.signOn} alone={!session.takesPasswords} />
        )}
      </form>
    </main>
  );
}

function PasswordFields({
  challenge,
  busy,
}: {
  challenge: NewPasswordChallenge | null;
  busy: boolean;
}) {
  return (
    <>
      {challenge ? (
        <p>Choose a new password for {challenge.userName}.</p>
      ) : (
        <label>
          User name
          <input name="user" autocomplete="username" required autofocus />
        </label>
      )}
      <label key={challenge ? "new" : "current"}>
        {challenge ? "New password" : "Password"}
        <input
          name="password"
          type="password"
          autocomplete={challenge ? "new-password" : "current-password"}
          required
        />
      </label>
      <button type="submit" class="primary" disabled={busy}>
        {busy ? "Signing in…" : "Sign in"}
      </button>
    </>
  );
}

function SignOn({ signOn, alone }: { signOn: SingleSignOn; alone: boolean }) {
  return (
    <div class="sign-on">
      {signOn.providers.map(({ name, title }) => (
        <button
          key={name}
          type="button"
          class={alone ? "primary" : ""}
          onClick={() => signOn.begin(name)}
        >
          Sign in with {title}
        </button>
      ))}
    </div>
  );
}
