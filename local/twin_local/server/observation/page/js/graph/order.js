/** The order and the place of nodes within their layers, so that few edges cross. */

const SWEEPS = 8;

/**
 * Order the nodes of each layer by where their neighbours are.
 * @param {string[][]} layers
 * @param {(node: string, down: boolean) => string[]} neighbours
 */
export function order(layers, neighbours) {
  let best = layers.map((layer) => [...layer]);
  let fewest = crossings(best, neighbours);
  const now = best.map((layer) => [...layer]);
  for (let sweep = 0; sweep < SWEEPS && fewest > 0; sweep += 1) {
    const down = sweep % 2 === 0;
    const places = down ? now.keys() : [...now.keys()].reverse();
    for (const place of places) arrange(now, place, neighbours, down);
    const count = crossings(now, neighbours);
    if (count < fewest) {
      fewest = count;
      best = now.map((layer) => [...layer]);
    }
  }
  return best;
}

function arrange(layers, place, neighbours, down) {
  const beside = layers[place + (down ? -1 : 1)];
  if (!beside) return;
  const position = new Map(beside.map((node, index) => [node, index]));
  const layer = layers[place];
  const weights = new Map(
    layer.map((node, index) => {
      const known = neighbours(node, !down).map((one) => position.get(one));
      return [node, known.length ? mean(known) : index];
    }),
  );
  layer.sort((one, other) => weights.get(one) - weights.get(other));
}

/** Return how many pairs of edges between neighbouring layers cross. */
export function crossings(layers, neighbours) {
  let count = 0;
  for (let place = 0; place + 1 < layers.length; place += 1) {
    const position = new Map(layers[place + 1].map((node, index) => [node, index]));
    const ends = layers[place].map((node) =>
      neighbours(node, true).map((one) => position.get(one)),
    );
    for (let left = 0; left < ends.length; left += 1) {
      for (let right = left + 1; right < ends.length; right += 1) {
        for (const one of ends[left]) count += ends[right].filter((other) => other < one).length;
      }
    }
  }
  return count;
}

/**
 * Return the centre of each node from left to right: near its neighbours, and nowhere overlapping.
 * @param {Map<string, number>} widths - by node
 */
export function place(layers, neighbours, widths, gap) {
  const centres = new Map();
  for (const layer of layers) spread(layer, widths, gap, () => 0, centres);
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    const down = sweep % 2 === 0;
    const sequence = down ? layers : [...layers].reverse();
    for (const layer of sequence) {
      const wanted = (node) => {
        const near = neighbours(node, !down).map((one) => centres.get(one));
        return near.length ? mean(near) : centres.get(node);
      };
      spread(layer, widths, gap, wanted, centres);
    }
  }
  return centres;
}

/** Put nodes of a layer where they are wanted, in their order, pushing apart what would overlap. */
function spread(layer, widths, gap, wanted, centres) {
  const groups = [];
  for (const node of layer) {
    const width = widths.get(node) + gap;
    let group = { nodes: [node], width, centre: wanted(node), weight: 1 };
    while (groups.length) {
      const before = groups[groups.length - 1];
      if (before.centre + before.width / 2 <= group.centre - group.width / 2) break;
      groups.pop();
      group = joined(before, group);
    }
    groups.push(group);
  }
  for (const group of groups) {
    let left = group.centre - group.width / 2;
    for (const node of group.nodes) {
      const width = widths.get(node) + gap;
      centres.set(node, left + width / 2);
      left += width;
    }
  }
}

/** Two groups side by side, where both are moved as little as can be. */
function joined(left, right) {
  const width = left.width + right.width;
  const leftWants = left.centre - left.width / 2 + width / 2;
  const rightWants = right.centre + right.width / 2 - width / 2;
  const weight = left.weight + right.weight;
  const centre = (leftWants * left.weight + rightWants * right.weight) / weight;
  return { nodes: [...left.nodes, ...right.nodes], width, centre, weight };
}

function mean(numbers) {
  return numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
}
