import { useConsole } from "../app/context";
import { stateText } from "../scene/appearance";
import { CommandWidget } from "./CommandWidget";
import { SignalRow } from "./SignalRow";
import { StateMark } from "./StateMark";
import { WhatIfPanel } from "./WhatIfPanel";

export function AssetCard() {
  const { site, selection, parts } = useConsole();
  const asset = site.assetById.get(selection.route.value.asset ?? "");
  if (!asset) return <SiteCard />;
  const signals = site.signalsOf(asset.id);
  const live = signals.filter((item) => item.kind !== "attribute" && item.kind !== "prediction");
  const attributes = signals.filter((item) => item.kind === "attribute");
  const state = parts.of(asset.id).value;
  return (
    <section class="pane pane-asset" aria-label={`Asset ${asset.id}`}>
      <header class="pane-head asset-head" data-priority={state.priority}>
        <div>
          <h2>{asset.id}</h2>
          <p class="dim">
            {asset.title} · {asset.type}
          </p>
        </div>
        <p class="asset-state">
          <StateMark state={state} />
          <span aria-hidden="true">{stateText(state)}</span>
        </p>
      </header>
      <div class="pane-body">
        {site.commandsOf(asset.id).map((command) => (
          <CommandWidget key={command.id} command={command} />
        ))}
        <h3>Signals</h3>
        {live.map((definition) => (
          <SignalRow key={definition.alias} definition={definition} />
        ))}
        {live.length === 0 && <p class="empty">This asset has no signals of its own.</p>}
        {site.modelsOf(asset.id).map((model) => (
          <WhatIfPanel key={model.id} model={model} />
        ))}
        {attributes.length > 0 && (
          <details>
            <summary>Attributes</summary>
            {attributes.map((definition) => (
              <SignalRow key={definition.alias} definition={definition} />
            ))}
          </details>
        )}
      </div>
    </section>
  );
}

/** Nothing is selected: the site's own indicators. */
function SiteCard() {
  const { site } = useConsole();
  const indicators = site.document.signals.filter((item) => item.kind === "metric");
  return (
    <section class="pane pane-asset" aria-label="Site">
      <header class="pane-head">
        <div>
          <h2>{site.document.title}</h2>
          <p class="dim">{site.document.assets.length} assets · select one for its signals</p>
        </div>
      </header>
      <div class="pane-body">
        {indicators.length > 0 && <h3>Key figures</h3>}
        {indicators.map((definition) => (
          <SignalRow key={definition.alias} definition={definition} withAsset />
        ))}
      </div>
    </section>
  );
}
