// Loading of published GLB files (meshopt-compressed) and their place in the scene.

import type { Group } from "three";
import { MeshoptDecoder } from "three/addons/libs/meshopt_decoder.module.js";
import { GLTFLoader } from "three/addons/loaders/GLTFLoader.js";
import type { SceneModelBody } from "../api/types";

const loader = new GLTFLoader().setMeshoptDecoder(MeshoptDecoder);

/** Load one model; `onProgress` gets a fraction from 0 to 1. */
export async function loadModel(
  model: SceneModelBody,
  onProgress: (fraction: number) => void,
): Promise<Group> {
  if (!model.url) throw new Error(`${model.title} is not published yet`);
  const gltf = await loader.loadAsync(model.url, (event) => {
    const total = event.total || model.size_bytes;
    if (total) onProgress(Math.min(1, event.loaded / total));
  });
  const group = gltf.scene;
  group.position.fromArray(model.position_metres);
  group.rotation.fromArray([...model.rotation_radians, "XYZ"]);
  group.updateMatrixWorld(true);
  return group;
}
