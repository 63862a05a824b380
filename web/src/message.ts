// Draws one turn of the conversation.

import type { Hints, Reply } from "./api.ts";
import { contributors } from "./contributors.ts";
import { type Child, draw, make, unseen } from "./dom.ts";
import { picture } from "./pictures.ts";
import type { Call, Say, Settings } from "./settings.ts";
import { inParts, paragraphs } from "./text.ts";
import warning from "./pictures/warning.svg?drawing";

export type Side = "person" | "assistant" | "helper";

const REFERRALS = ["emergency", "urgent"];
const SET_APART = [...REFERRALS, "summary"];

/** A turn with who said it. */
export function turn(side: Side, say: Say, ...parts: Child[]): HTMLElement {
  const who = make("span", { class: "who" }, say(side === "person" ? "you" : side));
  return make("div", { class: `turn ${side}` }, who, " ", make("div", { class: "text", dir: "auto" }, ...parts));
}

/** What the assistant or a helper says, null when there is nothing to show but buttons. */
export function replyTurn(reply: Reply, side: Side, settings: Settings, say: Say): HTMLElement | null {
  const hints = reply.custom ?? {};
  const kind = hints.kind ?? "";
  const blocks = paragraphs(hints.asked ?? reply.text ?? "");
  const call = hints.call ?? (kind === "emergency" ? settings.emergency : null);
  const line = call && callLink(call, "call");
  const extras = [picture(hints, settings), contributors(hints, say), kind === "emergency" ? null : line, links(hints, say)];
  const shown = extras.filter((extra) => extra !== null);
  if (!blocks.length && !shown.length && !line) return null;
  const whole = SET_APART.includes(kind) || kind === "question"; // a summary is printed, with all of it
  const element = turn(side, say, ...(whole ? blocks : inParts(blocks, say("read_on"))));
  if (SET_APART.includes(kind)) element.classList.add(kind);
  if (REFERRALS.includes(kind)) element.querySelector(".text")!.before(make("p", { class: "flag" }, draw(warning), say(kind)));
  if (kind === "emergency" && line) element.querySelector(".text")!.before(line); // in sight on the smallest screen
  element.append(...shown);
  return element;
}

/** A line to call, as a link where there is a number. */
export function callLink({ label, number }: Call, style: string): HTMLElement {
  const dialled = (number ?? "").replace(/[^\d+*#]/g, "").replace(/#/g, "%23");
  return make("a", { class: style, dir: "auto", ...(dialled ? { href: `tel:${dialled}` } : {}) }, label || number);
}

/** What an emergency reply says aloud at once. */
export function aloud(reply: Reply, settings: Settings, say: Say): string {
  const call = reply.custom?.call ?? settings.emergency;
  return [say("emergency"), reply.text, call.label].filter(Boolean).join(". ");
}

/** Sources as links that open beside the chat and tell the site nothing. */
function links({ links: list = [] }: Hints, say: Say): HTMLElement | null {
  const items = list.flatMap(({ title, address = "" }) => {
    if (!/^https?:\/\//.test(address)) return [];
    const anchor = make("a", { href: address, target: "_blank", rel: "noopener noreferrer", dir: "auto" }, title || address);
    anchor.append(" ", unseen(say("tab")));
    return [make("li", {}, anchor)];
  });
  return items.length ? make("ul", { class: "links" }, ...items) : null;
}

/** Rasa may part the text of a reply from its hints: this puts them together again. */
export function joined(replies: Reply[]): Reply[] {
  const whole: Reply[] = [];
  for (const reply of replies) {
    const before = whole.at(-1);
    if (reply.custom && !reply.text && !reply.buttons && before && !before.custom) before.custom = reply.custom;
    else whole.push({ ...reply });
  }
  return whole;
}
