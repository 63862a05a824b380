// The drawings that stand with a reply, each with its words.

import type { Hints } from "./api.ts";
import { type Drawing, draw, make } from "./dom.ts";
import type { Settings } from "./settings.ts";
import back from "./pictures/back.svg?drawing";
import calf from "./pictures/calf.svg?drawing";
import foot from "./pictures/foot.svg?drawing";
import hand from "./pictures/hand.svg?drawing";
import thigh from "./pictures/thigh.svg?drawing";

const DRAWINGS: Record<string, Drawing> = { back, calf, foot, hand, thigh };

/** The drawing that a reply asks for, null when it asks for none. */
export function picture({ picture: name = "" }: Hints, settings: Settings): HTMLElement | null {
  const drawing = DRAWINGS[name];
  const words = settings.pictures[name];
  if (!drawing || !words) return null;
  const caption = make("figcaption", {}, make("strong", {}, words.title), " ", words.describe);
  return make("figure", { class: "picture" }, draw(drawing), caption);
}
