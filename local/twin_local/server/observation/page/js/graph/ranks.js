/** The layers of a directed graph: every edge leads downwards, but those that close a loop. */

/**
 * Return the rank of each node, and which edges lead back.
 *
 * A node's rank is the length of the longest way to it from the first node.
 * @param {string[]} nodes - the first one is where it starts
 * @param {{source: string, target: string}[]} edges
 */
export function rank(nodes, edges) {
  const back = new Set(loops(nodes, edges));
  const ranks = new Map(nodes.map((node) => [node, 0]));
  const forward = edges.filter((edge) => !back.has(edge) && edge.source !== edge.target);
  for (let turn = 0; turn < nodes.length; turn += 1) {
    let moved = false;
    for (const { source, target } of forward) {
      const wanted = ranks.get(source) + 1;
      if (ranks.get(target) < wanted) {
        ranks.set(target, wanted);
        moved = true;
      }
    }
    if (!moved) break;
  }
  return { ranks, back };
}

/** Return the edges that lead to a node which is being left: without them there is no loop. */
function loops(nodes, edges) {
  const outgoing = new Map(nodes.map((node) => [node, []]));
  for (const edge of edges) outgoing.get(edge.source).push(edge);
  const state = new Map();
  const found = [];
  for (const start of nodes) {
    if (state.has(start)) continue;
    state.set(start, "open");
    const path = [{ node: start, next: 0 }];
    while (path.length) {
      const here = path[path.length - 1];
      const edge = outgoing.get(here.node)[here.next];
      here.next += 1;
      if (!edge) {
        state.set(here.node, "done");
        path.pop();
      } else if (state.get(edge.target) === "open") found.push(edge);
      else if (!state.has(edge.target)) {
        state.set(edge.target, "open");
        path.push({ node: edge.target, next: 0 });
      }
    }
  }
  return found;
}
