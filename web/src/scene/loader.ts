// Loading of published GLB files (meshopt-compressed) and their place in the scene.

import type { Group } from "three";
import { MeshoptDecoder } from "three/addons/libs/meshopt_decoder.module.js";
import { GLTFLoader } from "three/addons/loaders/GLTFLoader.js";
import type { SceneModelBody } from "../api/types";
import type { ModelFile } from "./levels";

const loader = new GLTFLoader().setMeshoptDecoder(MeshoptDecoder);

/** Load one file of a model; `onProgress` gets a fraction of that file from 0 to 1. */
export async function loadModel(
  model: SceneModelBody,
  file: ModelFile,
  onProgress: (fraction: number) => void,
): Promise<Group> {
  const gltf = await loader.loadAsync(file.url, (event) => {
    const total = event.total || file.size_bytes;
    if (total) onProgress(Math.min(1, event.loaded / total));
  });
  const group = gltf.scene;
  group.position.fromArray(model.position_metres);
  group.rotation.fromArray([...model.rotation_radians, "XYZ"]);
  group.updateMatrixWorld(true);
  return group;
}
