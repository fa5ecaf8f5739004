/** Elements without markup in strings: whatever comes from data becomes text. */

/**
 * Make an element.
 * @param {string} name - of the element
 * @param {Record<string, string | boolean>} [attributes] - `true` sets one without a value
 * @param {...(Node | string)} children - strings become text
 */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  setAttributes(made, attributes);
  made.append(...children);
  return made;
}

const SVG = "http://www.w3.org/2000/svg";

/** Make an element of SVG, as `element` does. */
export function shape(name, attributes = {}, ...children) {
  const made = document.createElementNS(SVG, name);
  setAttributes(made, attributes);
  made.append(...children);
  return made;
}

/** Set the text of an element if it is another: an unchanged one keeps its selection. */
export function setText(target, text) {
  if (target.textContent !== text) target.textContent = text;
}

/** Set attributes; `false` and `undefined` take one away. */
export function setAttributes(target, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === undefined) target.removeAttribute(name);
    else if (target.getAttribute(name) !== String(value)) {
      target.setAttribute(name, value === true ? "" : String(value));
    }
  }
}

/** Make an input with its label around it. */
export function labelled(text, control) {
  return element("label", { class: "field" }, element("span", {}, text), control);
}

/** Give a select its options, and keep what is chosen. */
export function setOptions(select, options) {
  const wanted = JSON.stringify(options);
  if (select.dataset.options === wanted) return;
  select.dataset.options = wanted;
  const chosen = select.value;
  select.replaceChildren(...options.map(({ value, text }) => element("option", { value }, text)));
  if (chosen && !options.some(({ value }) => value === chosen)) {
    select.append(element("option", { value: chosen }, chosen));
  }
  select.value = chosen;
}
