/** The controls of the embedded AWS, which are beside this page. */

const LONGEST_WAIT_MS = 10_000;

/** The embedded AWS refused what was asked; the message is its own. */
export class Refused extends Error {}

/** The embedded AWS does not answer. */
export class Silent extends Error {}

/**
 * Ask a control.
 * @param {string} control - its name
 * @param {Record<string, string | number>} [parameters] - empty ones are left out
 */
export async function ask(control, parameters = {}) {
  const given = Object.entries(parameters).filter(([, value]) => value !== "");
  const query = new URLSearchParams(given).toString();
  const answer = await reach(query ? `${control}?${query}` : control);
  const told = await read(answer);
  if (!answer.ok) throw new Refused(told.error ?? `${control}: status ${answer.status}`);
  return told;
}

async function reach(address) {
  try {
    return await fetch(address, { signal: AbortSignal.timeout(LONGEST_WAIT_MS) });
  } catch (error) {
    throw new Silent(String(error));
  }
}

async function read(answer) {
  try {
    return await answer.json();
  } catch (error) {
    throw answer.ok ? new Silent(String(error)) : new Refused(`status ${answer.status}`);
  }
}
