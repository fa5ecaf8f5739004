/** A row of bars: counts over time, the newest at the right. */

import { setAttributes, shape } from "./dom.js";

const BAR = 3;
const HEIGHT = 24;

/** Make a row of bars; `title` says of what. */
export function makeSpark(title) {
  const label = shape("title");
  const picture = shape("svg", { class: "spark", role: "img" }, label);
  let bars = [];
  return {
    element: picture,
    show(counts) {
      if (bars.length !== counts.length) {
        bars = counts.map((_, place) => shape("rect", { x: place * BAR, width: BAR - 1 }));
        picture.replaceChildren(label, ...bars);
        const width = counts.length * BAR;
        setAttributes(picture, { width, height: HEIGHT, viewBox: `0 0 ${width} ${HEIGHT}` });
      }
      const most = Math.max(1, ...counts);
      counts.forEach((count, place) => {
        const height = count ? Math.max(2, (count / most) * HEIGHT) : 1;
        setAttributes(bars[place], { y: HEIGHT - height, height });
      });
      label.textContent = `${title}: at most ${Math.max(...counts)} in a second`;
    },
  };
}
