// What an installation shows: its words, its name and colour, its emergency line.

export interface Settings {
  organisation: string;
  language: string;
  direction: "ltr" | "rtl";
  say: Record<string, string>;
  feelings: Record<string, string>;
  places: Record<string, string>;
  pictures: Record<string, { title: string; describe: string }>;
  taps: { summary: string; start_again: string; person: string };
  emergency: Call;
  colour: string;
  leave_to: string;
  languages: { name: string; address: string }[];
}

/** A line to call; the number is empty where none is known. */
export interface Call {
  label: string;
  number: string;
}

export type Say = (name: string, values?: Record<string, string>) => string;

/** The settings that the page brought along, or null on another site. */
export function broughtAlong(): Settings | null {
  const text = document.getElementById("steady-settings")?.textContent;
  return text ? (JSON.parse(text) as Settings) : null;
}

/** Gives the words of the page by their name, with `{values}` filled in. */
export function speaker(settings: Settings): Say {
  return (name, values = {}) =>
    (settings.say[name] ?? name).replace(/\{(\w+)\}/g, (whole, key: string) => values[key] ?? whole);
}

/** Words one after the other: "a, b and c". */
export function listed(words: string[], say: Say): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} ${say("and")} ${last}`;
}
