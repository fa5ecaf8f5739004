import { useConsole } from "../app/context";
import { stateText } from "../scene/appearance";
import type { DrawnPart } from "./ScenePanel";

/** The 3D view in words: every asset that has a place in it, how it is drawn and why. */
export function PartList({ drawn }: { drawn: ReadonlyMap<string, DrawnPart> }) {
  const { site, parts, selection } = useConsole();
  const selected = selection.route.value.asset;
  const assets = site.document.assets.filter((asset) => asset.mesh_node !== null);
  return (
    <ul aria-label="Parts in the 3D view">
      {assets.map((asset) => {
        const part = drawn.get(asset.id);
        return (
          <li
            key={asset.id}
            data-asset={asset.id}
            data-colour={part?.colour}
            data-fill={part?.fill}
            data-meshes={part?.meshes ?? 0}
          >
            <button
              type="button"
              aria-pressed={selected === asset.id}
              onClick={() => selection.selectAsset(asset.id)}
            >
              <strong>{asset.id}</strong> {asset.title}: {stateText(parts.of(asset.id).value)}
              {part && part.meshes === 0 ? " (not in the model)" : ""}
            </button>
          </li>
        );
      })}
    </ul>
  );
}
