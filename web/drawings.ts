import { readFileSync } from "node:fs";
import type { Plugin } from "vite";

type Drawing = [name: string, attributes: Record<string, string>, ...children: Drawing[]];

const TAG = /<(\/?)([a-z]+)((?:\s+[\w:-]+="[^"]*")*)\s*(\/?)>/gi;
const ATTRIBUTE = /([\w:-]+)="([^"]*)"/g;
const DROPPED = new Set(["xmlns"]);

/**
 * Reads a drawing into nested lists.
 *
 * The page builds its elements from them: parsing markup at run time is what
 * strict sites forbid (Trusted Types).
 */
export function parsed(svg: string): Drawing {
  const open: Drawing[] = [["", {}]];
  for (const [, closing, name, attributes, empty] of svg.matchAll(TAG)) {
    if (closing) {
      open.pop();
      continue;
    }
    const pairs = [...attributes!.matchAll(ATTRIBUTE)].filter(([, key]) => !DROPPED.has(key!));
    const drawing: Drawing = [name!, Object.fromEntries(pairs.map(([, key, value]) => [key!, value!]))];
    (open.at(-1) as unknown[]).push(drawing);
    if (!empty) open.push(drawing);
  }
  const root = open[0]![2];
  if (open.length !== 1 || !root) throw new Error("A drawing is not well formed: check that every tag is closed.");
  return root;
}

/** Lets `import calf from "./calf.svg?drawing"` give the nested lists of a drawing. */
export function drawings(): Plugin {
  return {
    name: "drawings",
    enforce: "pre",
    load(id) {
      const [path, query] = id.split("?");
      if (query !== "drawing") return null;
      this.addWatchFile(path!);
      return `export default ${JSON.stringify(parsed(readFileSync(path!, "utf-8")))}`;
    },
  };
}
