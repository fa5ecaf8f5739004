import { effect, useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { describeError } from "../api/errors";
import { useConsole } from "../app/context";
import { theme } from "../app/theme";
import type { Appearance } from "../scene/appearance";
import { Viewer } from "../scene/viewer";
import type { Console } from "../store/console";
import { PartList } from "./PartList";

export interface SceneHandle {
  fit: () => void;
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
  const status = useSignal("Loading the 3D scene…");
  const listed = useSignal(false);

  useEffect(() => {
    if (!canvas.current || !labels.current) return;
    const viewer = openViewer(canvas.current, labels.current, twin, (problem) => {
      status.value = problem;
    });
    if (!viewer) return;
    handle.current = { fit: () => viewer.fit(twin.selection.route.peek().asset) };
    const disposers = follow(viewer, twin, drawn, status);
    return () => {
      for (const dispose of disposers) dispose();
      viewer.dispose();
      handle.current = null;
    };
  }, [twin, handle, drawn, status]);

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
        <PartList drawn={drawn.value} shown={listed.value} />
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
      onPick: (assetId) => twin.selection.selectAsset(assetId),
    });
  } catch (error) {
    onProblem(`This browser cannot draw 3D (${describeError(error)}); the part list still works.`);
    return null;
  }
}

/** Keep the viewer in step with states, selection, theme and publications. */
function follow(
  viewer: Viewer,
  twin: Console,
  drawn: { value: ReadonlyMap<string, DrawnPart>; peek(): ReadonlyMap<string, DrawnPart> },
  status: { value: string },
): (() => void)[] {
  const record = (assetId: string, look: Appearance): void => {
    const part = { ...look, meshes: viewer.meshCount(assetId) };
    drawn.value = new Map(drawn.peek()).set(assetId, part);
  };
  const paint = (assetId: string): void => {
    const look = viewer.setState(assetId, twin.parts.of(assetId).value);
    record(assetId, look);
  };
  const load = async (): Promise<void> => {
    try {
      const { models } = await twin.api.scene();
      const problems = await viewer.show(models, (title, fraction) => {
        status.value = `Loading ${title}: ${Math.round(fraction * 100)} %`;
      });
      status.value =
        problems.join("; ") ||
        (models.some((model) => model.url) ? "" : "No 3D model is published yet.");
      for (const { id } of twin.site.document.assets) paint(id);
    } catch (error) {
      status.value = `The 3D scene could not be fetched: ${describeError(error)}`;
    }
  };
  return [
    ...twin.site.document.assets.map(({ id }) => effect(() => paint(id))),
    effect(() => viewer.select(twin.selection.route.value.asset)),
    effect(() => {
      theme.value;
      viewer.usePalette();
    }),
    effect(() => {
      twin.sceneVersion.value;
      void load();
    }),
  ];
}
