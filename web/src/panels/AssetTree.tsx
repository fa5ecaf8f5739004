import { useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import type { Asset } from "../api/site";
import { useConsole } from "../app/context";
import type { SiteIndex } from "../store/site";
import { StateMark } from "./StateMark";

interface AssetTreeProps {
  searchRef: RefObject<HTMLInputElement | null>;
  onOpen: (assetId: string) => void;
}

export function AssetTree({ searchRef, onOpen }: AssetTreeProps) {
  const { site } = useConsole();
  const query = useSignal("");
  const closed = useSignal<ReadonlySet<string>>(new Set());
  const rows = visibleRows(site, query.value.trim().toLowerCase(), closed.value);

  function toggle(assetId: string, open: boolean): void {
    const next = new Set(closed.peek());
    if (open) next.delete(assetId);
    else next.add(assetId);
    closed.value = next;
  }

  return (
    <section class="pane pane-assets" aria-label="Assets">
      <header class="pane-head">
        <h2>Assets</h2>
        <input
          ref={searchRef}
          type="search"
          placeholder="Search  /"
          aria-label="Search assets"
          value={query.value}
          onInput={(event) => (query.value = event.currentTarget.value)}
        />
      </header>
      <div class="pane-body tree" role="tree" aria-label="Asset tree" onKeyDown={moveFocus}>
        {rows.map(({ asset, depth }, index) => (
          <TreeRow
            key={asset.id}
            asset={asset}
            depth={depth}
            first={index === 0}
            open={!closed.value.has(asset.id)}
            onToggle={toggle}
            onOpen={onOpen}
          />
        ))}
        {rows.length === 0 && <p class="empty">No asset matches “{query.value}”.</p>}
      </div>
    </section>
  );
}

interface TreeRowProps {
  asset: Asset;
  depth: number;
  first: boolean;
  open: boolean;
  onToggle: (assetId: string, open: boolean) => void;
  onOpen: (assetId: string) => void;
}

function TreeRow({ asset, depth, first, open, onToggle, onOpen }: TreeRowProps) {
  const { site, parts, selection } = useConsole();
  const state = parts.of(asset.id).value;
  const selected = selection.route.value.asset;
  const isParent = site.childrenOf(asset.id).length > 0;

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === "Enter" || event.key === " ") onOpen(asset.id);
    else if (event.key === "ArrowRight" && isParent) onToggle(asset.id, true);
    else if (event.key === "ArrowLeft" && isParent) onToggle(asset.id, false);
    else return;
    event.preventDefault();
  }

  return (
    <div
      class="tree-row"
      role="treeitem"
      aria-level={depth + 1}
      aria-selected={selected === asset.id}
      {...(isParent ? { "aria-expanded": open } : {})}
      tabIndex={selected === asset.id || (first && !selected) ? 0 : -1}
      style={{ paddingInlineStart: `${8 + depth * 16}px` }}
      data-asset={asset.id}
      data-priority={state.priority}
      onClick={() => onOpen(asset.id)}
      onKeyDown={onKeyDown}
    >
      <span
        class="twisty"
        aria-hidden="true"
        onClick={(event) => {
          if (!isParent) return;
          event.stopPropagation();
          onToggle(asset.id, !open);
        }}
      >
        {isParent ? (open ? "▾" : "▸") : ""}
      </span>
      <span class="tree-id">{asset.id}</span>
      <span class="tree-title">{asset.title}</span>
      <StateMark state={state} />
    </div>
  );
}

function visibleRows(
  site: SiteIndex,
  query: string,
  closed: ReadonlySet<string>,
): { asset: Asset; depth: number }[] {
  const rows: { asset: Asset; depth: number }[] = [];
  walk(null, 0);
  return rows;

  function walk(parent: string | null, depth: number): void {
    for (const asset of site.childrenOf(parent)) {
      if (query && !subtreeMatches(site, asset, query)) continue;
      rows.push({ asset, depth });
      // A search shows what it found, whatever is folded.
      if (query || !closed.has(asset.id)) walk(asset.id, depth + 1);
    }
  }
}

function subtreeMatches(site: SiteIndex, asset: Asset, query: string): boolean {
  const text = `${asset.id} ${asset.title} ${asset.type}`.toLowerCase();
  return (
    text.includes(query) ||
    site.childrenOf(asset.id).some((child) => subtreeMatches(site, child, query))
  );
}

function moveFocus(event: KeyboardEvent): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const tree = event.currentTarget as HTMLElement;
  if (!step) return;
  event.preventDefault();
  const items = [...tree.querySelectorAll<HTMLElement>("[role=treeitem]")];
  const index = items.indexOf(document.activeElement as HTMLElement);
  items[Math.max(0, Math.min(items.length - 1, index + step))]?.focus();
}
