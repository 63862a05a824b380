// The picture of what may be adding to it: a muscle, and a branch for each contributor,
// the thicker the better it fits.

import type { Hints } from "./api.ts";
import { draw, make } from "./dom.ts";
import type { Say } from "./settings.ts";
import muscle from "./pictures/muscle.svg?drawing";

const TIERS = ["likely", "possible", "worth_checking"];

/** The picture, null when the reply names no contributors. */
export function contributors({ contributors: list = [] }: Hints, say: Say): HTMLElement | null {
  const known = list.filter(({ tier }) => TIERS.includes(tier));
  if (!known.length) return null;
  const branches = known.map(({ name, tier }) =>
    make("li", { class: tier }, make("strong", { dir: "auto" }, name), " ", make("span", {}, say(`tier_${tier}`))),
  );
  return make("figure", { class: "contributors" }, make("figcaption", {}, say("contributors")), draw(muscle), make("ul", {}, ...branches));
}
