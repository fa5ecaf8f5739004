import { type Group, LineSegments, Mesh, Scene } from "three";
import { beforeEach, expect, test, vi } from "vitest";
import type { SceneModelBody } from "../../src/api/types";
import { Labels } from "../../src/scene/labels";
import type { LoadFile, ModelFile } from "../../src/scene/levels";
import { SceneModels } from "../../src/scene/models";
import { StructureMaterial } from "../../src/scene/parts";
import { fileName, largeModel, model, sceneOf } from "../support/models";
import { asset } from "../support/site";

const ASSETS = [asset("P-101", null), asset("T-101", null)];

/** Files arrive when the test says so. */
class Files {
  readonly asked: string[] = [];
  private readonly waiting = new Map<string, Waiting>();

  readonly load: LoadFile = (_, file: ModelFile) => {
    this.asked.push(fileName(file));
    return new Promise((resolve, reject) => {
      this.waiting.set(fileName(file), { resolve, reject });
    });
  };

  async arrive(name: string, group: Group): Promise<Group> {
    this.waiting.get(name)?.resolve(group);
    await settled();
    return group;
  }

  async fail(name: string): Promise<void> {
    this.waiting.get(name)?.reject(new Error(`no ${name}`));
    await settled();
  }
}

interface Waiting {
  resolve: (group: Group) => void;
  reject: (error: Error) => void;
}

async function settled(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve));
}

/** The geometries of a model, its outlines too, and how many of them are freed. */
function watch(group: Group) {
  let [all, freed] = [0, 0];
  group.traverse((object) => {
    if (!(object instanceof Mesh || object instanceof LineSegments)) return;
    all += 1;
    object.geometry.addEventListener("dispose", () => {
      freed += 1;
    });
  });
  return { all, freed: () => freed };
}

let files: Files;
let scene: Scene;
let layer: HTMLElement;
let models: SceneModels;
const paint = vi.fn();
const onShown = vi.fn();

beforeEach(() => {
  paint.mockClear();
  onShown.mockClear();
  files = new Files();
  scene = new Scene();
  layer = document.createElement("div");
  models = new SceneModels({
    scene,
    labels: new Labels(layer),
    structure: new StructureMaterial(),
    assets: ASSETS,
    placed: new Set(["station"]),
    pixelRatio: 1,
    load: files.load,
    paint,
  });
});

function show(...wanted: SceneModelBody[]): Promise<string[]> {
  return models.show(wanted, { onProgress: () => undefined, onShown });
}

function tags(): (string | null)[] {
  return [...layer.children].map((element) => element.textContent);
}

test("the coarsest level is shown before a finer one is asked for", async () => {
  const done = show(largeModel());
  expect(files.asked).toEqual(["model.lod2.glb"]);
  const coarse = await files.arrive("model.lod2.glb", sceneOf("P-101", "T-101"));
  expect(scene.children).toEqual([coarse]);
  expect(onShown).toHaveBeenCalledTimes(1);
  expect(files.asked).toEqual(["model.lod2.glb", "model.lod1.glb"]);
  await files.arrive("model.lod1.glb", sceneOf("P-101", "T-101"));
  const whole = await files.arrive("model.glb", sceneOf("P-101", "T-101"));
  expect(await done).toEqual([]);
  expect(scene.children).toEqual([whole]);
  expect(onShown).toHaveBeenCalledTimes(3);
});

test("a finer level takes the place, the labels and the colours of the coarser one", async () => {
  const guest = { asset_key: "guest", position_metres: [0, 0, 0] as [number, number, number] };
  void show(model(), largeModel({ ...guest, url: "https://assets/guest/whole.glb" }));
  await files.arrive("model.glb", sceneOf("T-101"));
  const coarse = await files.arrive("model.lod2.glb", sceneOf("P-101"));
  const box = models.partsOf("P-101")[0]?.box;
  expect(coarse.position.z).toBeGreaterThan(0.5);
  expect(tags()).toEqual(["T-101", "P-101"]);

  paint.mockClear();
  const finer = await files.arrive("model.lod1.glb", sceneOf("P-101"));
  expect(finer.position).toEqual(coarse.position);
  expect(models.partsOf("P-101")).toHaveLength(1);
  expect(models.partsOf("P-101")[0]?.box).toEqual(box);
  expect(models.boxOf("guest", "P-101")).toEqual(box);
  expect(tags()).toEqual(["T-101", "P-101"]);
  expect(paint.mock.calls).toEqual([["P-101"]]);
});

test("what a finer level replaces is freed: geometries, outlines and materials", async () => {
  void show(largeModel());
  const coarse = await files.arrive("model.lod2.glb", sceneOf("P-101", "pipe"));
  const geometries = watch(coarse);
  const material = models.partsOf("P-101")[0]?.material.fill;
  const freedMaterial = vi.fn();
  material?.addEventListener("dispose", freedMaterial);
  await files.arrive("model.lod1.glb", sceneOf("P-101", "pipe"));
  expect(geometries.all).toBe(4);
  expect(geometries.freed()).toBe(4);
  expect(freedMaterial).toHaveBeenCalledTimes(1);
  expect(models.partsOf("P-101")[0]?.material.fill).not.toBe(material);
});

test("a level that fails is no problem where the whole model comes", async () => {
  const done = show(largeModel());
  await files.fail("model.lod2.glb");
  expect(onShown).not.toHaveBeenCalled();
  await files.arrive("model.lod1.glb", sceneOf("P-101"));
  const whole = await files.arrive("model.glb", sceneOf("P-101"));
  expect(await done).toEqual([]);
  expect(scene.children).toEqual([whole]);
});

test("a whole model that fails leaves its finest level, and only it is asked for again", async () => {
  const done = show(largeModel());
  await files.arrive("model.lod2.glb", sceneOf("P-101"));
  const finest = await files.arrive("model.lod1.glb", sceneOf("P-101"));
  await files.fail("model.glb");
  expect(await done).toEqual(["Station is shown with less detail: no model.glb"]);
  expect(scene.children).toEqual([finest]);

  files.asked.length = 0;
  const again = show(largeModel({ url: "https://assets/station/model.glb?signed=anew" }));
  expect(files.asked).toEqual(["model.glb"]);
  const whole = await files.arrive("model.glb", sceneOf("P-101"));
  expect(await again).toEqual([]);
  expect(scene.children).toEqual([whole]);
  expect(await show(largeModel())).toEqual([]);
  expect(files.asked).toEqual(["model.glb"]);
});

test("a small model is loaded at once, and one that is gone is dropped", async () => {
  const done = show(model());
  const small = await files.arrive("model.glb", sceneOf("P-101"));
  expect(await done).toEqual([]);
  expect(files.asked).toEqual(["model.glb"]);
  expect(onShown).toHaveBeenCalledTimes(1);
  const geometries = watch(small);
  expect(await show()).toEqual([]);
  expect(scene.children).toEqual([]);
  expect(tags()).toEqual([]);
  expect(geometries.freed()).toBe(geometries.all);
});

test("what arrives after the view is closed is thrown away", async () => {
  const done = show(largeModel());
  await files.arrive("model.lod2.glb", sceneOf("P-101"));
  models.dispose();
  expect(scene.children).toEqual([]);
  const late = sceneOf("P-101");
  const geometries = watch(late);
  await files.arrive("model.lod1.glb", late);
  await done;
  expect(geometries.freed()).toBe(geometries.all);
  expect(scene.children).toEqual([]);
  expect(files.asked).toEqual(["model.lod2.glb", "model.lod1.glb"]);
  expect(onShown).toHaveBeenCalledTimes(1);
});
