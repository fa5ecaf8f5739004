import { useSignal } from "@preact/signals";
import type { NewPasswordChallenge } from "../api/cognito";
import { describeError } from "../api/errors";
import type { Session } from "../api/session";

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
        {challenge.value ? (
          <p>Choose a new password for {challenge.value.userName}.</p>
        ) : (
          <label>
            User name
            <input name="user" autocomplete="username" required autofocus />
          </label>
        )}
        <label key={challenge.value ? "new" : "current"}>
          {challenge.value ? "New password" : "Password"}
          <input
            name="password"
            type="password"
            autocomplete={challenge.value ? "new-password" : "current-password"}
            required
          />
        </label>
        <button type="submit" class="primary" disabled={busy.value}>
          {busy.value ? "Signing in…" : "Sign in"}
        </button>
        <p role="alert" class="problem">
          {problem.value}
        </p>
      </form>
    </main>
  );
}
