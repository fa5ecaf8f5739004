import { effect, type Signal, useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { describeError } from "../api/errors";
import type { SceneModelBody } from "../api/types";
import { useConsole } from "../app/context";
import { theme } from "../app/theme";
import type { Appearance } from "../scene/appearance";
import { Viewer } from "../scene/viewer";
import type { Console } from "../store/console";
import { ModelList } from "./ModelList";
import { PartList } from "./PartList";

export interface SceneHandle {
  fit: () => void;
  fitModel: (assetKey: string, node: string | null) => void;
}

/** How an asset is drawn right now: what the list beside the canvas says. */
export interface DrawnPart extends Appearance {
  meshes: number;
}

export function ScenePanel({ handle }: { handle: RefObject<SceneHandle | null> }) {
  const twin = useConsole();
  const canvas = useRef<HTMLCanvasElement>(null);
  const labels = useRef<HTMLDivElement>(null);
  const drawn = useSignal<ReadonlyMap<string, DrawnPart>>(new Map());
  const models = useSignal<readonly SceneModelBody[]>([]);
  const status = useSignal("Loading the 3D scene…");
  const listed = useSignal(false);

  useEffect(() => {
    if (!canvas.current || !labels.current) return;
    const viewer = openViewer(canvas.current, labels.current, twin, (problem) => {
      status.value = problem;
    });
    if (!viewer) return;
    handle.current = {
      fit: () => viewer.fit(twin.selection.route.peek().asset),
      fitModel: (assetKey, node) => viewer.fitModel(assetKey, node),
    };
    const disposers = follow(viewer, twin, { drawn, models, status });
    return () => {
      for (const dispose of disposers) dispose();
      viewer.dispose();
      handle.current = null;
    };
  }, [twin, handle, drawn, models, status]);

  return (
    <section class="pane pane-scene" aria-label="3D view">
      <div class="scene-holder">
        <canvas
          ref={canvas}
          tabIndex={0}
          aria-label="3D view of the site; the part list says the same in words"
        />
        <div ref={labels} class="tags" aria-hidden="true" />
        <div class="scene-tools" role="toolbar" aria-label="3D view">
          <button type="button" onClick={() => handle.current?.fit()} title="Fit the selection (F)">
            Fit
          </button>
          <button
            type="button"
            aria-pressed={listed.value}
            onClick={() => (listed.value = !listed.value)}
          >
            Parts
          </button>
        </div>
        {status.value && (
          <p class="scene-status" role="status">
            {status.value}
          </p>
        )}
        <div class={listed.value ? "part-list" : "part-list visually-hidden"}>
          <PartList drawn={drawn.value} />
          <ModelList
            models={models.value}
            onFit={(assetKey, node) => handle.current?.fitModel(assetKey, node)}
          />
        </div>
      </div>
    </section>
  );
}

function openViewer(
  canvas: HTMLCanvasElement,
  labelLayer: HTMLElement,
  twin: Console,
  onProblem: (problem: string) => void,
): Viewer | null {
  try {
    return new Viewer({
      canvas,
      labelLayer,
      assets: twin.site.document.assets,
      placed: new Set(twin.site.document.scene.map((model) => model.asset_key)),
      onPick: (assetId) => twin.selection.selectAsset(assetId),
    });
  } catch (error) {
    onProblem(`This browser cannot draw 3D (${describeError(error)}); the part list still works.`);
    return null;
  }
}

/** What the panel says beside the canvas. */
interface Told {
  drawn: Signal<ReadonlyMap<string, DrawnPart>>;
  models: Signal<readonly SceneModelBody[]>;
  status: Signal<string>;
}

/** Keep the viewer in step with states, selection, theme and publications. */
function follow(viewer: Viewer, twin: Console, told: Told): (() => void)[] {
  const { drawn, status } = told;
  const record = (assetId: string, look: Appearance): void => {
    const part = { ...look, meshes: viewer.meshCount(assetId) };
    drawn.value = new Map(drawn.peek()).set(assetId, part);
  };
  const paint = (assetId: string): void => {
    const look = viewer.setState(assetId, twin.parts.of(assetId).value);
    record(assetId, look);
  };
  const light = (assetKey: string | null): void => {
    if (assetKey && viewer.fitModel(assetKey)) twin.spotlight.value = null;
  };
  const load = async (): Promise<void> => {
    try {
      const { models } = await twin.api.scene();
      const problems = await viewer.show(models, {
        onProgress: (title, fraction, isFinerOne) => {
          const detail = isFinerOne ? " in more detail" : "";
          status.value = `Loading ${title}${detail}: ${Math.round(fraction * 100)} %`;
        },
        onShown: () => {
          told.models.value = models;
          for (const { id } of twin.site.document.assets) paint(id);
          light(twin.spotlight.peek());
        },
      });
      status.value =
        problems.join("; ") ||
        (models.some((model) => model.url) ? "" : "No 3D model is published yet.");
    } catch (error) {
      status.value = `The 3D scene could not be fetched: ${describeError(error)}`;
    }
  };
  // One after the other: two at a time would load the same model twice.
  let loading = Promise.resolve();
  return [
    ...twin.site.document.assets.map(({ id }) => effect(() => paint(id))),
    effect(() => light(twin.spotlight.value)),
    effect(() => viewer.select(twin.selection.route.value.asset)),
    effect(() => {
      theme.value;
      viewer.usePalette();
    }),
    effect(() => {
      twin.sceneVersion.value;
      loading = loading.then(load);
    }),
  ];
}
