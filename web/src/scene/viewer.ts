// The 3D view: renders on demand, paints parts by state, picks, and frames.

import {
  Box3,
  DirectionalLight,
  HemisphereLight,
  PerspectiveCamera,
  Raycaster,
  Scene,
  Vector2,
  WebGLRenderer,
} from "three";
import { OrbitControls } from "three/addons/controls/OrbitControls.js";
import type { Asset } from "../api/site";
import type { SceneModelBody } from "../api/types";
import type { PartState } from "../store/parts";
import { type Appearance, appearanceOf } from "./appearance";
import { framingOf, moveCamera } from "./camera";
import { Labels } from "./labels";
import { loadModel } from "./loader";
import { SceneModels, type ShowListener } from "./models";
import { type Palette, readPalette } from "./palette";
import { StructureMaterial } from "./parts";

const CLICK_TOLERANCE_PIXELS = 5;
const FLASH_MILLISECONDS = 500;

export interface ViewerOptions {
  canvas: HTMLCanvasElement;
  labelLayer: HTMLElement;
  assets: readonly Asset[];
  /** Keys of the models to which the site gives a place. */
  placed: ReadonlySet<string>;
  onPick: (assetId: string | null) => void;
}

export class Viewer {
  private readonly renderer: WebGLRenderer;
  private readonly scene = new Scene();
  private readonly camera = new PerspectiveCamera(38, 1, 0.05, 500);
  private readonly controls: OrbitControls;
  private readonly labels: Labels;
  private readonly structure = new StructureMaterial();
  private readonly models: SceneModels;
  private readonly states = new Map<string, PartState>();
  private readonly resizeObserver: ResizeObserver;
  private palette: Palette;
  private selected: string | null = null;
  private frame = 0;
  private flash: ReturnType<typeof setInterval> | undefined;
  private dimmed = false;
  /** Until somebody moves the camera, the whole site stays in view. */
  private untouched = true;

  constructor(private readonly options: ViewerOptions) {
    const { canvas, labelLayer } = options;
    this.renderer = new WebGLRenderer({ canvas, antialias: true, powerPreference: "low-power" });
    this.renderer.setPixelRatio(Math.min(devicePixelRatio, 2));
    this.palette = readPalette(canvas);
    this.labels = new Labels(labelLayer);
    this.models = new SceneModels({
      scene: this.scene,
      labels: this.labels,
      structure: this.structure,
      assets: options.assets,
      placed: options.placed,
      pixelRatio: this.renderer.getPixelRatio(),
      load: loadModel,
      paint: (assetId) => this.paint(assetId),
    });
    this.camera.position.set(6, 4.5, 8);
    this.controls = new OrbitControls(this.camera, canvas);
    this.controls.addEventListener("change", this.draw);
    this.controls.addEventListener("start", () => {
      this.untouched = false;
    });
    this.addLights();
    this.resizeObserver = new ResizeObserver(() => this.resize());
    this.resizeObserver.observe(canvas.parentElement ?? canvas);
    this.listenForClicks(canvas);
    this.usePalette();
  }

  /** Load, replace and drop models so that the view shows exactly `models`. */
  async show(models: readonly SceneModelBody[], listener: ShowListener): Promise<string[]> {
    let isFramed = false;
    return this.models.show(models, {
      onProgress: listener.onProgress,
      onShown: () => {
        // A finer level is where the coarser one was: the camera stays.
        if (this.untouched && !isFramed) this.fit(null);
        isFramed = true;
        this.draw();
        listener.onShown();
      },
    });
  }

  /** How many meshes show an asset. */
  meshCount(assetId: string): number {
    return this.models.partsOf(assetId).reduce((sum, part) => sum + part.meshes.length, 0);
  }

  /** Paint an asset's parts by its state and say how they look now. */
  setState(assetId: string, state: PartState): Appearance {
    this.states.set(assetId, state);
    this.paint(assetId);
    this.flashIfNeeded();
    this.draw();
    return appearanceOf(state);
  }

  select(assetId: string | null): void {
    const previous = this.selected;
    this.selected = assetId;
    if (previous) this.paint(previous);
    if (assetId) this.paint(assetId);
    this.draw();
  }

  /** Frame an asset, or everything. */
  fit(assetId: string | null): void {
    const box = new Box3();
    const parts = assetId ? this.models.partsOf(assetId) : [];
    for (const part of parts) box.union(part.box);
    if (assetId && !box.isEmpty()) this.untouched = false;
    if (box.isEmpty()) for (const group of this.models.groups) box.expandByObject(group);
    if (!box.isEmpty()) this.frameBox(box);
  }

  /** Frame a model, or a node of it by the name it has in its file; false where it is not here. */
  fitModel(assetKey: string, node: string | null = null): boolean {
    const box = this.models.boxOf(assetKey, node);
    if (box.isEmpty()) return false;
    this.untouched = false;
    this.frameBox(box);
    return true;
  }

  usePalette(): void {
    this.palette = readPalette(this.options.canvas);
    this.scene.background = this.palette.background;
    this.structure.paint(this.palette);
    for (const assetId of this.states.keys()) this.paint(assetId);
    this.draw();
  }

  dispose(): void {
    clearInterval(this.flash);
    cancelAnimationFrame(this.frame);
    this.resizeObserver.disconnect();
    this.controls.dispose();
    this.models.dispose();
    this.renderer.dispose();
  }

  private readonly draw = (): void => {
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.render();
    });
  };

  private render(): void {
    const { clientWidth, clientHeight } = this.options.canvas;
    this.renderer.render(this.scene, this.camera);
    this.labels.place(this.camera, clientWidth, clientHeight);
  }

  private paint(assetId: string): void {
    const state = this.states.get(assetId);
    if (!state) return;
    const look = appearanceOf(state);
    const selected = assetId === this.selected;
    for (const part of this.models.partsOf(assetId)) {
      part.material.paint(look, this.palette, selected, this.dimmed && look.flashing);
    }
    this.labels.paint(assetId, state, selected);
  }

  private flashIfNeeded(): void {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const flashing = [...this.states].filter(([, state]) => appearanceOf(state).flashing);
    if (flashing.length === 0 || still) {
      clearInterval(this.flash);
      this.flash = undefined;
      this.dimmed = false;
      return;
    }
    this.flash ??= setInterval(() => {
      this.dimmed = !this.dimmed;
      for (const [assetId, state] of this.states) {
        if (appearanceOf(state).flashing) this.paint(assetId);
      }
      this.draw();
    }, FLASH_MILLISECONDS);
  }

  private frameBox(box: Box3): void {
    const framing = framingOf(this.camera, this.controls.target, box);
    moveCamera(this.camera, this.controls, framing, this.draw);
  }

  private addLights(): void {
    const sun = new DirectionalLight(0xffffff, 1.9);
    sun.position.set(2, 5, 3);
    this.camera.add(sun);
    this.scene.add(this.camera, new HemisphereLight(0xffffff, 0x6b7075, 1.5));
  }

  private resize(): void {
    const holder = this.options.canvas.parentElement;
    if (!holder) return;
    const { clientWidth, clientHeight } = holder;
    if (clientWidth === 0 || clientHeight === 0) return;
    this.camera.aspect = clientWidth / clientHeight;
    this.camera.updateProjectionMatrix();
    this.renderer.setSize(clientWidth, clientHeight, false);
    if (this.untouched) this.fit(null);
    // A canvas of another size is empty: it is drawn before anybody sees it so.
    this.render();
  }

  private listenForClicks(canvas: HTMLCanvasElement): void {
    const down = new Vector2();
    canvas.addEventListener("pointerdown", (event) => down.set(event.clientX, event.clientY));
    canvas.addEventListener("pointerup", (event) => {
      const moved = down.distanceTo(new Vector2(event.clientX, event.clientY));
      if (moved <= CLICK_TOLERANCE_PIXELS && event.button === 0) this.pick(event);
    });
  }

  private pick(event: PointerEvent): void {
    const bounds = this.options.canvas.getBoundingClientRect();
    const point = new Vector2(
      ((event.clientX - bounds.left) / bounds.width) * 2 - 1,
      1 - ((event.clientY - bounds.top) / bounds.height) * 2,
    );
    const ray = new Raycaster();
    ray.setFromCamera(point, this.camera);
    const hit = ray
      .intersectObjects(this.models.groups, true)
      .find((item) => item.object.userData.assetId);
    this.options.onPick(hit ? String(hit.object.userData.assetId) : null);
  }
}
