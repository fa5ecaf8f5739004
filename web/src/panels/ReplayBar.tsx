import { useConsole } from "../app/context";

/** What is replayed, its moment, and the way back: shown as long as views show a simulation. */
export function ReplayBar() {
  const { replay } = useConsole();
  const course = replay.course.value;
  if (!course) return null;
  const duration = replay.duration.value;
  const text = `${replay.seconds.value.toFixed(0)} s of ${duration.toFixed(0)} s`;
  return (
    <section class="replay-bar" aria-label="Replay">
      <span class="sim">SIM</span>
      <strong>{course.title}</strong>
      <button type="button" onClick={() => (replay.playing.value ? replay.pause() : replay.play())}>
        {replay.playing.value ? "Pause" : "Play"}
      </button>
      <input
        type="range"
        min={0}
        max={duration}
        step="any"
        value={replay.seconds.value}
        aria-label="Moment of the simulation"
        aria-valuetext={text}
        onInput={(event) => {
          replay.pause();
          replay.seek(Number(event.currentTarget.value));
        }}
      />
      <span class="replay-time" role="timer">
        {text}
      </span>
      <button type="button" class="primary" onClick={() => replay.end()}>
        Back to now
      </button>
    </section>
  );
}
