// The organisation's colour, made so that it can be read on light and on dark.

const LEAST = 4.6; // contrast that WCAG AA asks of text, and a little more
const LIGHT = "#f6f1ea";
const DARK = "#212a2a";
const STEP = 0.04; // of the way to black or white

type Rgb = [number, number, number];

/** Rules for the host element, for light and for dark; nothing for what is no colour. */
export function themed(colour: string): string {
  if (!/^#[0-9a-f]{6}$/i.test(colour)) return "";
  const light = readable(colour, LIGHT, "#000000");
  const dark = readable(colour, DARK, "#ffffff");
  const mine = readable(colour, "#ffffff", "#000000");
  return `:host{--accent:${light};--mine:${mine}}:host([data-theme=dark]){--accent:${dark};--mine:${mine}}`;
}

/** A colour, moved towards another until text in it can be read on a background. */
export function readable(colour: string, background: string, towards: string): string {
  for (let part = 0; part < 1; part += STEP) {
    const moved = mixed(colour, towards, part);
    if (contrast(moved, background) >= LEAST) return moved;
  }
  return towards;
}

/** Relation of brightness of two colours, as WCAG 2 measures it: 1 to 21. */
export function contrast(one: string, other: string): number {
  const [dark, light] = [brightness(one), brightness(other)].sort((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function brightness(colour: string): number {
  const [red, green, blue] = numbers(colour).map((value) => {
    const part = value / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function mixed(colour: string, other: string, part: number): string {
  const [a, b] = [numbers(colour), numbers(other)];
  return `#${a.map((value, i) => Math.round(value + (b[i]! - value) * part).toString(16).padStart(2, "0")).join("")}`;
}

function numbers(colour: string): Rgb {
  return [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16)) as Rgb;
}
