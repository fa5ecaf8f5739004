import type { Session } from "../api/session";
import { roleAtLeast } from "../api/session";
import { useConsole } from "../app/context";
import { theme, toggleTheme } from "../app/theme";
import { formatAge, formatClock, formatUtc } from "../format";
import { PRIORITY_SYMBOLS } from "../scene/appearance";
import { isActive, needsAcknowledgement } from "../store/alarms";

const BADGE_TEXT = {
  connecting: "Connecting",
  "catching-up": "Catching up",
  live: "Live",
  delayed: "Delayed",
  offline: "Offline",
};

interface TopBarProps {
  session: Session;
  onUpload: () => void;
  onConversions: () => void;
}

export function TopBar({ session, onUpload, onConversions }: TopBarProps) {
  const { conversions, site, user } = useConsole();
  const underWay = conversions.underWay.value;
  return (
    <header class="top-bar">
      <span class="site-title">
        <strong>{site.document.title}</strong>
        <span class="dim">{site.document.name}</span>
      </span>
      <LiveBadge />
      <AlarmCounts />
      <SiteClock />
      <span class="spacer" />
      <button type="button" onClick={onConversions}>
        Conversions…
        {underWay > 0 && <span class="dim"> {underWay} under way</span>}
      </button>
      {roleAtLeast(user.role, "engineer") && (
        <button type="button" onClick={onUpload}>
          Upload…
          <OpenUploads />
        </button>
      )}
      <button
        type="button"
        class="icon"
        aria-label={`Use the ${theme.value === "dark" ? "light" : "dark"} theme`}
        title={`Use the ${theme.value === "dark" ? "light" : "dark"} theme`}
        onClick={toggleTheme}
      >
        {theme.value === "dark" ? "☀" : "☾"}
      </button>
      <span class="user">
        <span class="user-name">{user.name}</span>
        <span class="role">{user.role}</span>
      </span>
      <button type="button" class="sign-out" onClick={() => session.signOut()}>
        Sign out
      </button>
    </header>
  );
}

/** How many uploads go on, also while their dialog is closed. */
function OpenUploads() {
  const open = useConsole().jobs.value.filter((job) => job.isOpen).length;
  return open > 0 ? <span class="dim"> {open} running</span> : null;
}

function LiveBadge() {
  const { badge, ageSeconds, reason } = useConsole().connection.view.value;
  const age = ageSeconds === null ? "no data yet" : `data ${formatAge(ageSeconds)}`;
  return (
    <span class="badge" role="status" data-badge={badge} title={reason}>
      <span class="badge-dot" aria-hidden="true" />
      {BADGE_TEXT[badge]}
      <span class="dim">{age}</span>
    </span>
  );
}

function AlarmCounts() {
  const alarms = useConsole().alarms.list.value;
  return (
    <ul class="alarm-counts" aria-label="Active alarms by priority">
      {[1, 2, 3, 4].map((priority) => {
        const active = alarms.filter((alarm) => alarm.priority === priority && isActive(alarm));
        const waiting = active.some(needsAcknowledgement);
        return (
          <li
            key={priority}
            class="alarm-count"
            data-priority={active.length ? priority : 0}
            data-flashing={priority === 1 && waiting}
            title={`${active.length} active of priority ${priority}`}
          >
            <span aria-hidden="true">{PRIORITY_SYMBOLS[priority]}</span>
            <span class="visually-hidden">priority {priority}: </span>
            {active.length}
          </li>
        );
      })}
    </ul>
  );
}

function SiteClock() {
  const now = useConsole().clock.now.value;
  return (
    <time class="clock" dateTime={formatUtc(now)} title={formatUtc(now)}>
      {formatClock(now)}
    </time>
  );
}
