// The menu: what can be done with the conversation, and how it looks.

import { button, make } from "./dom.ts";
import type { Say, Settings } from "./settings.ts";

export interface MenuActs {
  summary(): void;
  startAgain(): void;
  person(): void;
  erase(): void;
  keep(yes: boolean): void;
  /** Sets an attribute of the chat that its styles look at. */
  look(name: string, value: string): void;
}

const SIZES = { normal: "1", large: "1.22", largest: "1.5" };
const COLOURS = ["device", "light", "dark"];

export class Menu {
  readonly opener: HTMLButtonElement;
  readonly panel: HTMLElement;
  private readonly sure: HTMLElement;
  private readonly eraser: HTMLButtonElement;

  constructor(settings: Settings, private readonly say: Say, acts: MenuActs, isKept: boolean) {
    const act = (word: string, run: () => void) => button(say(word), () => this.closeAnd(run));
    this.opener = button(say("menu"), () => this.show(!!this.panel.hidden), { class: "menu-button", "aria-controls": "menu" });
    this.eraser = button(say("delete"), () => this.ask(!!this.sure.hidden), { "aria-controls": "sure" });
    const no = button(say("delete_no"), () => {
      this.ask(false);
      this.eraser.focus();
    });
    this.sure = make("div", { id: "sure", class: "sure" }, make("p", {}, say("delete_sure")), act("delete_yes", () => acts.erase()), no);
    this.panel = make("div", { id: "menu", class: "menu" },
      act("summary", () => acts.summary()),
      act("start_again", () => acts.startAgain()),
      button(settings.taps.person, () => this.closeAnd(() => acts.person())),
      this.eraser, this.sure,
      this.keeper(isKept, (yes) => acts.keep(yes)),
      this.options("text_size", Object.entries(SIZES).map(([name, value]) => [`size_${name}`, value]), (value) => acts.look("size", value)),
      this.options("colours", COLOURS.map((name) => [`colours_${name}`, name]), (value) => acts.look("colours", value)),
      ...this.languages(settings),
      make("p", { class: "small" }, say("leave_note")));
    this.show(false);
  }

  /** Closes it; focus goes back to where it was opened. */
  close(): void {
    if (this.panel.hidden) return;
    const { activeElement } = this.panel.getRootNode() as ShadowRoot;
    if (this.panel.contains(activeElement)) this.opener.focus();
    this.show(false);
  }

  private closeAnd(run: () => void): void {
    this.close();
    run();
  }

  private show(yes: boolean): void {
    this.panel.hidden = !yes;
    this.opener.setAttribute("aria-expanded", String(yes));
    this.ask(false);
  }

  private ask(yes: boolean): void {
    this.sure.hidden = !yes;
    this.eraser.setAttribute("aria-expanded", String(yes));
  }

  private keeper(isKept: boolean, keep: (yes: boolean) => void): HTMLElement {
    const box = make("input", { type: "checkbox", "aria-describedby": "keep-note" });
    box.checked = isKept;
    box.addEventListener("change", () => keep(box.checked));
    const note = make("p", { id: "keep-note", class: "small" }, this.say("keep_note"));
    return make("div", {}, make("label", { class: "check" }, box, " ", this.say("keep")), note);
  }

  private options(name: string, values: string[][], choose: (value: string) => void): HTMLElement {
    const group = make("div", { class: "options", role: "group", "aria-labelledby": name }, make("p", { id: name }, this.say(name)));
    const buttons = values.map(([word, value], first) => {
      const option = button(this.say(word!), () => {
        choose(value!);
        buttons.forEach((other) => other.setAttribute("aria-pressed", String(other === option)));
      }, { "aria-pressed": String(first === 0) });
      return option;
    });
    group.append(...buttons);
    return group;
  }

  private languages({ languages }: Settings): HTMLElement[] {
    if (!languages.length) return [];
    const links = languages.map(({ name, address }) => make("a", { href: address, rel: "noreferrer" }, name));
    return [make("nav", { class: "options", "aria-label": this.say("languages") }, make("p", {}, this.say("languages")), ...links)];
  }
}
