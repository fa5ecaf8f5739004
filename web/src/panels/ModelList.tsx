import type { SceneModelBody, SceneNode } from "../api/types";

interface ModelListProps {
  models: readonly SceneModelBody[];
  onFit: (assetKey: string, node: string | null) => void;
}

/** Every model of the scene, the uploaded ones too, with the parts of its assembly. */
export function ModelList({ models, onFit }: ModelListProps) {
  const published = models.filter((model) => model.url !== null);
  return (
    <ul aria-label="Models in the 3D view">
      {published.map((model) => (
        <li key={model.asset_key} data-model={model.asset_key}>
          <button type="button" onClick={() => onFit(model.asset_key, null)}>
            <span class="kind">model</span> {model.title}
          </button>
          {model.tree.length > 0 && (
            <details>
              <summary>{partsText(countOf(model.tree))}</summary>
              <Nodes nodes={model.tree} onFit={(node) => onFit(model.asset_key, node)} />
            </details>
          )}
        </li>
      ))}
    </ul>
  );
}

function Nodes({ nodes, onFit }: { nodes: readonly SceneNode[]; onFit: (node: string) => void }) {
  return (
    <ul class="nodes">
      {nodes.map((node) => (
        <li key={node.name} data-node={node.name}>
          <button type="button" onClick={() => onFit(node.name)}>
            {node.title || node.name}
          </button>
          {node.children.length > 0 && <Nodes nodes={node.children} onFit={onFit} />}
        </li>
      ))}
    </ul>
  );
}

function partsText(count: number): string {
  return count === 1 ? "1 part" : `${count} parts`;
}

function countOf(nodes: readonly SceneNode[]): number {
  return nodes.reduce((sum, node) => sum + 1 + countOf(node.children), 0);
}
