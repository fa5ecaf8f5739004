import { type Signal, useSignal } from "@preact/signals";
import { useCallback } from "preact/hooks";
import { describeError } from "../api/errors";
import { roleAtLeast } from "../api/session";
import type { CommandDefinition } from "../api/site";
import type { CommandBody } from "../api/types";
import { useConsole, usePolling } from "../app/context";
import { formatAgo, formatNumber, formatUnit, formatValue } from "../format";
import { phaseOf } from "../store/commands";
import { readingOf } from "../store/reading";
import { CommandOutcome } from "./CommandOutcome";
import { refusalOf, valueProblem } from "./refusal";

/** How often an open request is asked for, should its live message be lost. */
const ASK_SECONDS = 3;

/** One set-point: reported, desired and their difference; confirm before anything is sent. */
export function CommandWidget({ command }: { command: CommandDefinition }) {
  const twin = useConsole();
  const now = twin.clock.now.value;
  const draft = useSignal("");
  const confirming = useSignal<string | null>(null);
  const problem = useSignal("");
  const read = (alias: string) => {
    const definition = twin.site.signalByAlias.get(alias);
    if (!definition) return { health: "missing" as const, value: null, ageSeconds: null };
    return readingOf(definition, twin.values.of(alias).value, now);
  };
  const reported = read(command.feedback);
  const request = twin.commands.newestOf(command.id);
  const pending = request !== null && phaseOf(request, now) === "pending";
  const refusal = refusalOf({
    user: twin.user,
    command,
    readingOf: read,
    definitionOf: (alias) => twin.site.signalByAlias.get(alias),
  });
  const wrong = draft.value === "" ? null : valueProblem(command, draft.value);
  const ready = !refusal && !pending && draft.value !== "" && !wrong;
  const requestId = request?.request_id ?? "";
  const ask = useCallback(async () => {
    twin.commands.receive([await twin.api.command(requestId)]);
  }, [twin, requestId]);
  usePolling(pending, ASK_SECONDS, ask);

  async function send(): Promise<void> {
    const key = confirming.value;
    if (!key) return;
    confirming.value = null;
    problem.value = "";
    try {
      const order = { command_id: command.id, value: Number(draft.value), idempotency_key: key };
      twin.commands.receive([await twin.api.requestCommand(order)]);
      draft.value = "";
    } catch (error) {
      problem.value = describeError(error);
    }
  }

  return (
    <section class="command" aria-label={`Command ${command.title}`} data-command={command.id}>
      <h3>{command.title}</h3>
      <dl class="command-values">
        <Reported command={command} reported={reported} />
        <Desired command={command} request={request} reported={Number(reported.value)} />
      </dl>
      {!roleAtLeast(twin.user.role, "operator") ? (
        <p class="reason">Read only: {refusal}.</p>
      ) : confirming.value ? (
        <Confirm
          command={command}
          from={formatValue(reported.value)}
          to={Number(draft.value)}
          onSend={() => void send()}
          onCancel={() => (confirming.value = null)}
        />
      ) : (
        <Edit
          command={command}
          draft={draft}
          refusal={refusal}
          wrong={wrong}
          pending={pending}
          ready={ready}
          onApply={() => (confirming.value = crypto.randomUUID())}
        />
      )}
      <CommandOutcome request={request} problem={problem.value} now={now} />
    </section>
  );
}

function Reported(props: { command: CommandDefinition; reported: ReturnType<typeof readingOf> }) {
  const { command, reported } = props;
  return (
    <div data-health={reported.health}>
      <dt>Reported</dt>
      <dd data-field="reported">
        {reported.health !== "good" && <span class="doubt">?</span>} {formatValue(reported.value)}{" "}
        <span class="unit">{formatUnit(command.unit)}</span>
        <span class="dim age"> {formatAgo(reported.ageSeconds)}</span>
      </dd>
    </div>
  );
}

function Desired(props: {
  command: CommandDefinition;
  request: CommandBody | null;
  reported: number;
}) {
  const { command, request, reported } = props;
  const desired =
    request && ["REQUESTED", "SENT", "APPLIED"].includes(request.state) ? request : null;
  const delta = desired ? desired.value - reported : Number.NaN;
  return (
    <>
      <div>
        <dt>Desired</dt>
        <dd data-field="desired">
          {desired ? formatNumber(desired.value) : "–"}{" "}
          <span class="unit">{desired ? formatUnit(command.unit) : ""}</span>
        </dd>
      </div>
      <div>
        <dt>Difference</dt>
        <dd data-field="difference">
          {Number.isFinite(delta) ? `${delta > 0 ? "+" : ""}${formatNumber(delta)}` : "–"}{" "}
          <span class="unit">{Number.isFinite(delta) ? formatUnit(command.unit) : ""}</span>
        </dd>
      </div>
    </>
  );
}

interface EditProps {
  command: CommandDefinition;
  draft: Signal<string>;
  refusal: string | null;
  wrong: string | null;
  pending: boolean;
  ready: boolean;
  onApply: () => void;
}

function Edit({ command, draft, refusal, wrong, pending, ready, onApply }: EditProps) {
  const twin = useConsole();
  const trial = twin.site.trialOf(command);
  const unit = formatUnit(command.unit);

  function tryFirst(): void {
    if (!trial) return;
    twin.selection.selectAsset(trial.model.asset);
    const { model, variable } = trial;
    const value = Number(draft.value);
    twin.trial.value = { modelId: model.id, variable, commandId: command.id, value };
  }

  return (
    <form
      class="command-edit"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) onApply();
      }}
    >
      <label>
        New value ({command.minimum}–{command.maximum} {unit})
        <input
          type="number"
          step="any"
          min={command.minimum}
          max={command.maximum}
          value={draft.value}
          disabled={refusal !== null || pending}
          onInput={(event) => (draft.value = event.currentTarget.value)}
        />
      </label>
      <span class="actions">
        <button
          type="button"
          disabled={!trial || draft.value === "" || wrong !== null}
          title={trial ? "" : "no simulation model takes this set-point"}
          onClick={tryFirst}
        >
          Try in simulation first
        </button>
        <button type="submit" class="primary" disabled={!ready}>
          Apply…
        </button>
      </span>
      <p class="reason" role="status">
        {refusal ? `Not available: ${refusal}.` : wrong ? `Please ${wrong}.` : ""}
      </p>
    </form>
  );
}

interface ConfirmProps {
  command: CommandDefinition;
  from: string;
  to: number;
  onSend: () => void;
  onCancel: () => void;
}

function Confirm({ command, from, to, onSend, onCancel }: ConfirmProps) {
  const unit = formatUnit(command.unit);
  return (
    <div class="confirm" role="alertdialog" aria-label={`Confirm ${command.title}`}>
      <p>
        Set <strong>{command.asset}</strong> {command.title.toLowerCase()} from {from} to{" "}
        <strong>
          {formatNumber(to)} {unit}
        </strong>
        ?
      </p>
      <p class="dim">
        Allowed {command.minimum}–{command.maximum} {unit}. The command expires after{" "}
        {command.expires_after_seconds} s.
      </p>
      <p class="actions">
        <button type="button" onClick={onCancel}>
          Cancel
        </button>
        <button type="button" class="primary" onClick={onSend} autofocus>
          Send command
        </button>
      </p>
    </div>
  );
}
