// Draws the text of a reply: paragraphs, lists, and what is too long for one screen.

import { type Child, make } from "./dom.ts";

const LONG = 900; // characters that fit on one small screen
const LEAST_HIDDEN = 200; // characters: less is not worth a tap

/** Blank lines part paragraphs; lines that begin with "- " or "1. " make a list. */
export function paragraphs(text: string): HTMLElement[] {
  const blocks: HTMLElement[] = [];
  for (const block of text.split(/\n\s*\n/)) {
    let last = "";
    for (const line of block.split("\n").filter((line) => line.trim())) {
      const [mark = "", number] = /^(?:- |(\d+)\. )/.exec(line) ?? [];
      const tag = number ? "ol" : mark ? "ul" : "p";
      if (tag !== last) blocks.push(make(tag, number ? { start: number } : {}));
      else if (tag === "p") blocks.at(-1)!.append(make("br"));
      blocks.at(-1)!.append(tag === "p" ? line : make("li", {}, line.slice(mark.length)));
      last = tag;
    }
  }
  return blocks;
}

/** The same blocks, with what goes beyond one screen behind "read on". */
export function inParts(blocks: HTMLElement[], readOn: string): Child[] {
  let length = 0;
  const first = blocks.findIndex((block) => (length += block.textContent!.length) > LONG);
  const rest = first < 0 ? [] : blocks.slice(Math.max(first, 1));
  if (rest.reduce((sum, block) => sum + block.textContent!.length, 0) < LEAST_HIDDEN) return blocks;
  return [...blocks.slice(0, -rest.length), make("details", {}, make("summary", {}, readOn), ...rest)];
}
