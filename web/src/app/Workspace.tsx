import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { roleAtLeast, type Session } from "../api/session";
import type { AlarmBody } from "../api/types";
import { AcknowledgeDialog } from "../panels/AcknowledgeDialog";
import { AlarmList } from "../panels/AlarmList";
import { AssetCard } from "../panels/AssetCard";
import { AssetTree } from "../panels/AssetTree";
import { ChartPanel } from "../panels/ChartPanel";
import { ConversionList } from "../panels/ConversionList";
import { ReplayBar } from "../panels/ReplayBar";
import { type SceneHandle, ScenePanel } from "../panels/ScenePanel";
import { TopBar } from "../panels/TopBar";
import { UploadDialog } from "../panels/UploadDialog";
import { needsAcknowledgement } from "../store/alarms";
import { useConsole } from "./context";
import { listenForKeys } from "./keyboard";

/** On a narrow screen one of these is shown at a time. */
const VIEWS = [
  ["alarms", "Alarms"],
  ["assets", "Assets"],
  ["asset", "Asset"],
  ["trend", "Trend"],
  ["scene", "3D"],
] as const;

type View = (typeof VIEWS)[number][0];

export function Workspace({ session }: { session: Session }) {
  const twin = useConsole();
  const view = useSignal<View>("alarms");
  const acknowledging = useSignal<AlarmBody | null>(null);
  const uploading = useSignal(false);
  const converting = useSignal(false);
  const search = useRef<HTMLInputElement>(null);
  const scene = useRef<SceneHandle>(null);
  const mayAcknowledge = roleAtLeast(twin.user.role, "operator");

  useEffect(
    () =>
      listenForKeys({
        search: () => {
          view.value = "assets";
          search.current?.focus();
        },
        acknowledge: () => {
          if (mayAcknowledge)
            acknowledging.value = mostUrgent(
              twin.alarms.list.peek(),
              twin.selection.route.peek().asset,
            );
        },
        fit: () => scene.current?.fit(),
        escape: () => twin.selection.selectAsset(null),
      }),
    [twin, view, acknowledging, mayAcknowledge],
  );

  function open(assetId: string): void {
    twin.selection.selectAsset(assetId);
    view.value = "asset";
  }

  function showModel(assetKey: string): void {
    uploading.value = false;
    view.value = "scene";
    twin.spotlight.value = assetKey;
  }

  return (
    <div class="workspace" data-view={view.value}>
      <TopBar
        session={session}
        onUpload={() => (uploading.value = true)}
        onConversions={() => (converting.value = true)}
      />
      {twin.notice.value && (
        <p class="notice" role="status">
          Some data could not be fetched: {twin.notice.value}
        </p>
      )}
      <ReplayBar />
      <main class="panes">
        <h1 class="visually-hidden">{twin.site.document.title}</h1>
        <AssetTree searchRef={search} onOpen={open} />
        <ScenePanel handle={scene} />
        <ChartPanel />
        <AssetCard />
        <AlarmList onAcknowledge={(alarm) => (acknowledging.value = alarm)} onOpen={open} />
      </main>
      <nav class="view-switch" aria-label="Views">
        {VIEWS.map(([name, label]) => (
          <button
            key={name}
            type="button"
            aria-pressed={view.value === name}
            onClick={() => (view.value = name)}
          >
            {label}
          </button>
        ))}
      </nav>
      {acknowledging.value && (
        <AcknowledgeDialog
          alarm={acknowledging.value}
          onClose={() => (acknowledging.value = null)}
        />
      )}
      {uploading.value && (
        <UploadDialog onClose={() => (uploading.value = false)} onShow={showModel} />
      )}
      {converting.value && <ConversionList onClose={() => (converting.value = false)} />}
    </div>
  );
}

/** The alarm that the key acknowledges: of the selected asset first, then of the site. */
function mostUrgent(alarms: readonly AlarmBody[], assetId: string | null): AlarmBody | null {
  const waiting = alarms.filter(needsAcknowledgement);
  return waiting.find((alarm) => alarm.asset === assetId) ?? waiting[0] ?? null;
}
