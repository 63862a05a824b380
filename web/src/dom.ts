// Makes elements. Everything that comes from outside is put in as text, never as markup.

export type Child = Node | string;
export type Attributes = Record<string, string>;

/** A drawing as nested lists: name, attributes, children (see drawings.ts). */
export type Drawing = [name: string, attributes: Attributes, ...children: Drawing[]];

const SVG = "http://www.w3.org/2000/svg";

/** An element with its attributes and children. */
export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/** A button that is not the one that sends a form. */
export function button(words: string, press: () => void, attributes: Attributes = {}): HTMLButtonElement {
  const element = make("button", { type: "button", ...attributes }, words);
  element.addEventListener("click", press);
  return element;
}

/** Words that only a screen reader says. */
export function unseen(words: string): HTMLElement {
  return make("span", { class: "unseen" }, words);
}

/** A drawing as an element. It says nothing: its words stand beside it. */
export function draw([name, attributes, ...children]: Drawing): SVGElement {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children.map(draw));
  if (name === "svg") element.setAttribute("aria-hidden", "true");
  return element;
}
