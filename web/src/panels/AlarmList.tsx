import { useSignal } from "@preact/signals";
import { roleAtLeast } from "../api/session";
import type { AlarmBody } from "../api/types";
import { useConsole } from "../app/context";
import { formatAgo, formatClock, formatNumber, formatUnit, formatUtc } from "../format";
import { PRIORITY_SYMBOLS } from "../scene/appearance";
import { isActive, isAnnounced, needsAcknowledgement } from "../store/alarms";

interface AlarmListProps {
  onAcknowledge: (alarm: AlarmBody) => void;
  onOpen: (assetId: string) => void;
}

const STATE_TEXT: Record<AlarmBody["state"], string> = {
  NORMAL: "Normal",
  ACTIVE_UNACKNOWLEDGED: "Active, unacknowledged",
  ACTIVE_ACKNOWLEDGED: "Active, acknowledged",
  RETURNED_UNACKNOWLEDGED: "Returned, unacknowledged",
  SHELVED: "Shelved",
  OUT_OF_SERVICE: "Out of service",
};

const FILTERS = {
  announced: { label: "Current", test: isAnnounced },
  unacknowledged: { label: "Unacknowledged", test: needsAcknowledgement },
  all: { label: "All", test: () => true },
};

export function AlarmList({ onAcknowledge, onOpen }: AlarmListProps) {
  const { alarms } = useConsole();
  const filter = useSignal<keyof typeof FILTERS>("announced");
  const rows = alarms.list.value.filter(FILTERS[filter.value].test);
  return (
    <section class="pane pane-alarms" aria-label="Alarms">
      <header class="pane-head">
        <h2>Alarms</h2>
        <fieldset class="range-buttons" aria-label="Show alarms">
          {Object.entries(FILTERS).map(([name, { label }]) => (
            <button
              key={name}
              type="button"
              aria-pressed={filter.value === name}
              onClick={() => (filter.value = name as keyof typeof FILTERS)}
            >
              {label}
            </button>
          ))}
        </fieldset>
      </header>
      <div class="pane-body">
        {rows.length === 0 ? (
          <p class="empty">No alarms.</p>
        ) : (
          <table class="alarms">
            <thead>
              <tr>
                <th scope="col">Priority</th>
                <th scope="col">Last change</th>
                <th scope="col">Asset</th>
                <th scope="col">Alarm</th>
                <th scope="col">Value and limit</th>
                <th scope="col">State</th>
                <th scope="col">Acknowledgement</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((alarm) => (
                <AlarmRow
                  key={alarm.alarm_id}
                  alarm={alarm}
                  onAcknowledge={onAcknowledge}
                  onOpen={onOpen}
                />
              ))}
            </tbody>
          </table>
        )}
      </div>
    </section>
  );
}

function AlarmRow({ alarm, onAcknowledge, onOpen }: AlarmListProps & { alarm: AlarmBody }) {
  const { clock, site, user } = useConsole();
  const unit = formatUnit(site.signalByAlias.get(alarm.signal)?.unit ?? "");
  const waiting = needsAcknowledgement(alarm);
  const mayAcknowledge = roleAtLeast(user.role, "operator");
  const shown = isActive(alarm) ? alarm.priority : 0;
  return (
    <tr data-alarm={alarm.alarm_id} data-state={alarm.state} data-priority={shown}>
      <td>
        <span
          class="priority"
          data-priority={shown || undefined}
          data-flashing={shown === 1 && waiting}
        >
          <span aria-hidden="true">{PRIORITY_SYMBOLS[alarm.priority]}</span>
          {alarm.priority}
        </span>
      </td>
      <td class="number" title={formatUtc(alarm.time)}>
        {formatClock(alarm.time)}
        <span class="dim">
          {" "}
          {alarm.time === null ? "" : formatAgo(clock.now.value - alarm.time)}
        </span>
      </td>
      <td>
        <button type="button" class="link" onClick={() => onOpen(alarm.asset)}>
          {alarm.asset}
        </button>
      </td>
      <td class="alarm-title">{alarm.title}</td>
      <td class="number">
        {alarm.suspect ? "? " : ""}
        {alarm.value === null ? "–" : formatNumber(alarm.value)} {unit}
        <span class="dim">
          {" "}
          limit {alarm.comparison} {formatNumber(alarm.threshold)}
        </span>
      </td>
      <td>{STATE_TEXT[alarm.state]}</td>
      <td>
        {waiting ? (
          <button
            type="button"
            disabled={!mayAcknowledge}
            title={mayAcknowledge ? "Acknowledge (A)" : "Only operators may acknowledge"}
            onClick={() => onAcknowledge(alarm)}
          >
            Acknowledge
          </button>
        ) : (
          <span class="dim">
            {alarm.acknowledged_by}
            {alarm.comment ? `: ${alarm.comment}` : ""}
          </span>
        )}
      </td>
    </tr>
  );
}
