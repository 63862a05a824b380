// Quick replies: one tap answers, or several are chosen and then sent.

import type { Hints, Tap } from "./api.ts";
import { button, make } from "./dom.ts";
import type { Say } from "./settings.ts";

/** `answer` takes what is shown and what is sent; a button with an option shows it in full. */
export function choices(taps: Tap[], { several, options = {} }: Hints, say: Say, answer: (shown: string, message: string) => void): HTMLElement {
  const group = make("div", { class: "choices", role: "group", "aria-label": say("answers") });
  const toggles = new Map<HTMLButtonElement, string>();
  const chosen = () => [...toggles].filter(([toggle]) => toggle.getAttribute("aria-pressed") === "true").map(([, title]) => title);
  const send = button(say("send_choices"), () => {
    if (isOpen(send)) answer(chosen().join(", "), chosen().join(", "));
  }, { class: "send" });
  send.disabled = true;
  for (const { title, payload, alone } of taps) {
    const shown = title || payload || "";
    const full = options[shown];
    const tap = button(full ?? shown, () => {
      if (!isOpen(tap)) return;
      if (toggles.has(tap)) {
        tap.setAttribute("aria-pressed", String(tap.getAttribute("aria-pressed") !== "true"));
        send.disabled = !chosen().length;
      } else answer(shown, payload || shown);
    }, { dir: "auto", ...(full ? { class: "full" } : {}) });
    if (several && !alone) { // "alone": an answer that excludes the others
      tap.setAttribute("aria-pressed", "false");
      toggles.set(tap, shown);
    }
    group.append(tap);
  }
  if (toggles.size) {
    group.prepend(make("p", { class: "small" }, say("several")));
    group.append(send);
  }
  return group;
}

/** Answered: the quick replies stay to be read, but do nothing. Focus is not lost. */
export function retire(log: HTMLElement): void {
  for (const tap of log.querySelectorAll<HTMLElement>(".choices button:not([aria-disabled])")) {
    tap.setAttribute("aria-disabled", "true");
    tap.tabIndex = -1;
  }
}

function isOpen(tap: HTMLElement): boolean {
  return tap.getAttribute("aria-disabled") !== "true";
}
