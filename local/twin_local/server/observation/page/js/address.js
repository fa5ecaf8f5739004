/** What is seen, in the address after `#`: a view and what is chosen in it. Links lead there. */

/** Return the address of a view, such as `#logs?group=/aws/lambda/x`. */
export function addressOf(view, choices = {}) {
  const given = Object.entries(choices).filter(([, value]) => value);
  const query = new URLSearchParams(given).toString();
  return query ? `#${view}?${query}` : `#${view}`;
}

/** Return the view of an address and its choices. */
export function readAddress(hash) {
  const [view, query = ""] = hash.replace(/^#/, "").split(/\?(.*)/s);
  return { view, choices: Object.fromEntries(new URLSearchParams(query)) };
}

/** Put what is chosen into the address, without a step in the browser's history. */
export function remember(view, choices) {
  const address = addressOf(view, choices);
  if (location.hash !== address) history.replaceState(null, "", address);
}
