// The models in the 3D view: loaded, refined level by level, placed and dropped.

import { Box3, type Group, type Object3D, type Vector3 } from "three";
import type { Asset } from "../api/site";
import type { SceneModelBody } from "../api/types";
import { besideSite } from "./arrangement";
import { disposeGeometries, expandByNodes, moveTo } from "./groups";
import type { Labels } from "./labels";
import { type Level, LevelLoading, type LoadFile, type OnProgress } from "./levels";
import { type Part, type StructureMaterial, splitIntoParts } from "./parts";

interface ShownModel {
  key: string;
  assetKey: string;
  group: Group;
  parts: Part[];
  /** Where its own position puts it. */
  home: Vector3;
  /** How many finer levels it has. */
  finer: number;
}

export interface SceneModelsOptions {
  scene: Object3D;
  labels: Labels;
  structure: StructureMaterial;
  assets: readonly Asset[];
  /** Keys of the models to which the site gives a place. */
  placed: ReadonlySet<string>;
  pixelRatio: number;
  load: LoadFile;
  /** Paint an asset: its parts or its label are new. */
  paint: (assetId: string) => void;
}

export interface ShowListener {
  onProgress: OnProgress;
  /** All models are there, the large ones coarse; then again with every finer level. */
  onShown: () => void;
}

export class SceneModels {
  private readonly shown = new Map<string, ShownModel>();
  private closed = false;

  constructor(private readonly options: SceneModelsOptions) {}

  /** Load, replace and drop models until exactly `models` are whole; return what went wrong. */
  async show(models: readonly SceneModelBody[], listener: ShowListener): Promise<string[]> {
    const wanted = models.filter((model) => model.url !== null);
    const keys = new Set(wanted.map(modelKey));
    for (const model of [...this.shown.values()]) if (!keys.has(model.key)) this.drop(model);
    const loadings = wanted.map(
      (model) =>
        new LevelLoading(model, this.shown.get(modelKey(model))?.finer ?? null, this.options.load),
    );
    const { onProgress, onShown } = listener;
    // All of the coarsest first: nobody waits for the details of one model to see another.
    await Promise.all(loadings.map((loading) => this.advance(loading, onProgress)));
    if (this.closed) return [];
    this.arrange(wanted.map(modelKey));
    onShown();
    await Promise.all(
      loadings.map(async (loading) => {
        while (await this.advance(loading, onProgress)) onShown();
      }),
    );
    return loadings.flatMap((loading) => loading.complaint ?? []);
  }

  get groups(): Group[] {
    return [...this.shown.values()].map((model) => model.group);
  }

  partsOf(assetId: string): Part[] {
    return [...this.shown.values()]
      .flatMap((model) => model.parts)
      .filter((part) => part.assetId === assetId);
  }

  /** The box around a model, or a node of it by the name it has in its file; empty if not here. */
  boxOf(assetKey: string, node: string | null): Box3 {
    const box = new Box3();
    for (const model of this.shown.values()) {
      if (model.assetKey !== assetKey) continue;
      if (node === null) box.expandByObject(model.group);
      else expandByNodes(box, model.group, node);
    }
    return box;
  }

  /** Drop all models; what is still on its way is thrown away when it comes. */
  dispose(): void {
    this.closed = true;
    for (const model of [...this.shown.values()]) this.drop(model);
  }

  /** Show the next level of a model; false where there is none. */
  private async advance(loading: LevelLoading, onProgress: OnProgress): Promise<boolean> {
    if (this.closed) return false;
    const level = await loading.next(onProgress);
    if (level && this.closed) disposeGeometries(level.group);
    if (!level || this.closed) return false;
    this.put(loading.model, level);
    return true;
  }

  /** Show a level in the place of the coarser one, if one is shown. */
  private put(model: SceneModelBody, { group, finer }: Level): void {
    const { scene, assets, structure, pixelRatio } = this.options;
    const [key, home] = [modelKey(model), group.position.clone()];
    const coarser = this.shown.get(key);
    if (coarser) moveTo(group, coarser.group.position);
    const parts = splitIntoParts(group, assets, structure, pixelRatio);
    if (coarser) this.drop(coarser);
    this.shown.set(key, { key, assetKey: model.asset_key, group, parts, home, finer });
    scene.add(group);
    if (coarser) this.present(parts);
  }

  /** Put models without a place beside the site, in the given order, and label all parts. */
  private arrange(order: readonly string[]): void {
    const loaded = order.flatMap((key) => this.shown.get(key) ?? []);
    const guests = loaded.filter((model) => !this.options.placed.has(model.assetKey));
    const site = new Box3();
    for (const model of loaded) if (!guests.includes(model)) site.expandByObject(model.group);
    for (const { group, home } of guests) moveTo(group, home);
    const moves = besideSite(
      site,
      guests.map(({ group }) => new Box3().setFromObject(group)),
    );
    guests.forEach(({ group, home }, index) => {
      const move = moves[index];
      if (move) moveTo(group, home.clone().add(move));
    });
    this.present(loaded.flatMap((model) => model.parts));
  }

  private present(parts: readonly Part[]): void {
    for (const part of parts) {
      part.box.makeEmpty();
      for (const mesh of part.meshes) part.box.expandByObject(mesh);
      this.options.labels.add(part);
      this.options.paint(part.assetId);
    }
  }

  private drop(model: ShownModel): void {
    this.shown.delete(model.key);
    this.options.scene.remove(model.group);
    disposeGeometries(model.group);
    for (const part of model.parts) {
      this.options.labels.remove(part.assetId);
      part.material.dispose();
    }
  }
}

/** A file is content-addressed: the path names its bytes, the query only signs it. */
function modelKey(model: SceneModelBody): string {
  const path = model.url ? new URL(model.url, location.href).pathname : "";
  return [model.asset_key, path, model.position_metres, model.rotation_radians].join("|");
}
