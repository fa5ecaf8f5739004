/** Look again and again, while the page is seen. */

const PERIOD_MS = 1000;

/**
 * Call `look` about once a second while the page is visible, never twice at a time.
 * `now()` on the result looks at once; `told` hears of every failure, and of each success.
 */
export function poll(look, told) {
  let timer = 0;
  let looking = false;
  let again = false;

  async function turn() {
    clearTimeout(timer);
    if (document.hidden) return;
    if (looking) {
      again = true;
      return;
    }
    looking = true;
    try {
      await look();
      told(null);
    } catch (error) {
      told(error);
    }
    looking = false;
    timer = setTimeout(turn, again ? 0 : PERIOD_MS);
    again = false;
  }

  document.addEventListener("visibilitychange", turn);
  turn();
  return { now: turn };
}
