// Where the person writes.

import { button, draw, make } from "./dom.ts";
import type { Say } from "./settings.ts";
import body from "./pictures/person.svg?drawing";

const LONGEST = 4_000; // characters that can be typed; the server says what is too long

export class Composer {
  readonly element: HTMLFormElement;
  readonly box: HTMLTextAreaElement;
  private readonly offline = make("p", { class: "offline", role: "status" });

  constructor(
    private readonly say: Say,
    private readonly write: (text: string) => void,
    showWhere: () => void,
  ) {
    this.box = make("textarea", {
      id: "message", rows: "1", maxlength: String(LONGEST), placeholder: say("placeholder"), autocomplete: "off",
      spellcheck: "false", // some browsers send what is typed to a spelling service
      enterkeyhint: "send", dir: "auto",
    });
    const label = make("label", { for: "message", class: "unseen" }, say("message"));
    const where = button("", showWhere, { class: "where", "aria-label": say("show_where"), title: say("show_where") });
    where.append(draw(body));
    const send = make("button", { type: "submit", class: "send" }, say("send"));
    this.element = make("form", { class: "composer", autocomplete: "off", "aria-label": say("composer") }, this.offline, label, where, this.box, send);
    this.element.addEventListener("submit", (event) => this.submit(event));
    this.box.addEventListener("input", () => this.fit());
    this.box.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) this.submit(event);
    });
  }

  /** Puts a message that could not be sent back to be changed. */
  putBack(text: string): void {
    if (!this.box.value) this.box.value = text;
    this.fit();
    this.box.focus();
  }

  /** Says when there is no connection. */
  connected(yes: boolean): void {
    this.offline.textContent = yes ? "" : this.say("offline");
  }

  private submit(event: Event): void {
    event.preventDefault();
    const text = this.box.value.trim();
    if (!text) return;
    this.box.value = "";
    this.fit();
    this.write(text);
  }

  private fit(): void {
    if (CSS.supports("field-sizing", "content")) return;
    this.box.style.height = "auto";
    this.box.style.height = `${this.box.scrollHeight + 2}px`;
  }
}
