import { useConsole } from "../app/context";
import { formatBytes } from "../format";
import { type JobPhase, UploadJob } from "../upload/job";
import { Dialog } from "./Dialog";

const PHASE_TEXT: Record<JobPhase, string> = {
  digesting: "Computing SHA-256",
  sending: "Sending",
  converting: "Converting",
  done: "Published",
  failed: "Failed",
  cancelled: "Cancelled",
};

interface UploadDialogProps {
  onClose: () => void;
  /** Somebody wants to see what became of an upload. */
  onShow: (assetKey: string) => void;
}

export function UploadDialog({ onClose, onShow }: UploadDialogProps) {
  const twin = useConsole();

  function start(files: FileList | null | undefined): void {
    for (const file of files ?? []) {
      const job = new UploadJob(file, twin);
      twin.jobs.value = [...twin.jobs.value, job];
      void job.run();
    }
  }

  return (
    <Dialog title="Upload to the twin" onClose={onClose}>
      <label
        class="drop"
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault();
          start(event.dataTransfer?.files);
        }}
      >
        <strong>Choose files</strong> or drop them here
        <span class="dim">The content decides what they are, not the name.</span>
        <input
          type="file"
          class="visually-hidden"
          multiple
          onChange={(event) => {
            start(event.currentTarget.files);
            event.currentTarget.value = "";
          }}
        />
      </label>
      <ul class="jobs" aria-label="Uploads">
        {twin.jobs.value.map((job) => (
          <JobRow key={job} job={job} onShow={onShow} />
        ))}
      </ul>
    </Dialog>
  );
}

function JobRow({ job, onShow }: { job: UploadJob } & Pick<UploadDialogProps, "onShow">) {
  const phase = job.phase.value;
  const reported = job.reported;
  return (
    <li class="job" data-phase={phase}>
      <span class="job-head">
        <strong>{job.file.name}</strong>
        <span class="dim">{formatBytes(job.file.size)}</span>
        <span class="spacer" />
        {job.isOpen && phase !== "converting" && (
          <button type="button" onClick={() => void job.cancel()}>
            Cancel
          </button>
        )}
        {phase === "done" && reported && (
          <button type="button" onClick={() => onShow(reported.asset_key)}>
            Show in 3D
          </button>
        )}
      </span>
      <progress
        max={1}
        value={overall(job)}
        aria-label={`${job.file.name}: ${PHASE_TEXT[phase]}`}
      />
      <span role="status">
        {phase === "converting" && reported?.step
          ? `In the service: ${reported.step}`
          : PHASE_TEXT[phase]}
        {job.isOpen && ` · ${Math.round(overall(job) * 100)} %`}
      </span>
      {phase === "sending" && (
        <ol class="job-parts" aria-label="Parts">
          {job.parts.value.map((part) => (
            <li key={part.partNumber} data-done={part.sentBytes >= part.sizeBytes}>
              part {part.partNumber}: {formatBytes(part.sentBytes)} of {formatBytes(part.sizeBytes)}
            </li>
          ))}
        </ol>
      )}
      {job.problem.value && (
        <p role="alert" class="problem">
          {job.problem.value}
        </p>
      )}
    </li>
  );
}

/** The bar: digest to 10 %, sending to 60 %, the service's own progress to the end. */
function overall(job: UploadJob): number {
  switch (job.phase.value) {
    case "digesting":
      return job.digested.value * 0.1;
    case "sending": {
      const sent = job.parts.value.reduce((sum, part) => sum + part.sentBytes, 0);
      return 0.1 + 0.5 * (job.file.size ? sent / job.file.size : 1);
    }
    case "converting":
      return 0.6 + 0.4 * (job.reported?.progress ?? 0);
    default:
      return job.phase.value === "done" ? 1 : 0;
  }
}
