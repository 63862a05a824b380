// Quick replies: one tap answers, or several are chosen and then sent.

import type { Tap } from "./api.ts";
import { button, make } from "./dom.ts";
import type { Say } from "./settings.ts";

/** `answer` takes what is shown and what is sent. */
export function choices(taps: Tap[], several: boolean, say: Say, answer: (shown: string, message: string) => void): HTMLElement {
  const group = make("div", { class: "choices", role: "group", "aria-label": say("answers") });
  const toggles: HTMLButtonElement[] = [];
  const chosen = () => toggles.filter((toggle) => toggle.getAttribute("aria-pressed") === "true").map((toggle) => toggle.textContent!);
  const send = button(say("send_choices"), () => {
    if (isOpen(send)) answer(chosen().join(", "), chosen().join(", "));
  }, { class: "send" });
  send.disabled = true;
  for (const { title, payload, alone } of taps) {
    const shown = title || payload || "";
    const tap = button(shown, () => {
      if (!isOpen(tap)) return;
      if (toggles.includes(tap)) {
        tap.setAttribute("aria-pressed", String(tap.getAttribute("aria-pressed") !== "true"));
        send.disabled = !chosen().length;
      } else answer(shown, payload || shown);
    }, { dir: "auto" });
    if (several && !alone) { // "alone": an answer that excludes the others
      tap.setAttribute("aria-pressed", "false");
      toggles.push(tap);
    }
    group.append(tap);
  }
  if (toggles.length) {
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
