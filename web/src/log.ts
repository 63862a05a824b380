// The conversation as it is shown: turns, quick replies, notices, and what is going on.

import type { PastTurn, Reply } from "./api.ts";
import { choices, retire } from "./choices.ts";
import { button, make, unseen } from "./dom.ts";
import { aloud, callLink, joined, replyTurn, type Side, turn } from "./message.ts";
import type { Say, Settings } from "./settings.ts";
import { type SummaryTools, summaryTools } from "./summary.ts";
import type { State } from "./transport.ts";

const SPACE = 12; // px above what is scrolled to
const WAIT = 400; // ms before "writing" is shown, so that quick answers do not flicker
const SLOW = 8_000; // ms before the person is told that it takes long

export class Log {
  readonly element: HTMLElement;
  readonly alert = make("div", { class: "unseen", role: "alert" });
  private readonly turns: HTMLElement;
  private readonly status = make("div", { class: "status", role: "status" });
  private readonly states = new Map<string, HTMLElement>();
  private notice: HTMLElement | null = null;
  private timers: number[] = [];

  constructor(
    private readonly settings: Settings,
    private readonly say: Say,
    private readonly answer: (shown: string, message: string) => void,
    private readonly tools: SummaryTools,
  ) {
    this.turns = make("div", { class: "log", role: "log", "aria-live": "polite" });
    this.element = make("div", { class: "scroller", tabindex: "0", role: "region", "aria-label": say("conversation") }, this.note(), this.turns, this.status, this.alert);
  }

  /** What the person said, under the id of its message. */
  person(text: string, id?: string): void {
    retire(this.turns);
    this.alert.textContent = "";
    const said = turn("person", this.say, make("p", {}, text));
    if (id) {
      const state = make("span", { class: "state", "aria-live": "off" });
      said.append(state);
      this.states.set(id, state);
      this.state(id, "sending");
    }
    this.turns.append(said);
    this.toEnd();
  }

  /** How far a message is; only of the latest it is shown that it arrived. */
  state(id: string, state: State): void {
    const element = this.states.get(id);
    if (!element) return;
    if (state === "sent") this.turns.querySelectorAll(".state.sent").forEach((old) => old.remove());
    element.className = `state ${state}`;
    element.textContent = this.say(state);
  }

  /** What the assistant or a helper says. */
  replies(list: Reply[], side: Side = "assistant"): void {
    this.clearNotice();
    if (side === "assistant") retire(this.turns);
    const before = this.turns.childElementCount;
    for (const reply of joined(list)) this.reply(reply, side);
    this.show(this.turns.children[before]);
  }

  /** A conversation that was held before, without reading it all aloud again. */
  past(turns: PastTurn[]): void {
    this.turns.setAttribute("aria-live", "off");
    for (const past of turns) {
      if (past.from === "person") this.person(past.text ?? "");
      else this.replies([past], past.from);
    }
    this.alert.textContent = "";
    requestAnimationFrame(() => this.turns.setAttribute("aria-live", "polite"));
    this.toEnd();
  }

  /** A plain sentence from the page itself, with the emergency line. */
  tell(word: string, ...buttons: HTMLElement[]): HTMLElement {
    const help = make("p", {}, `${this.say("help")} `, callLink(this.settings.emergency, "line"));
    const notice = make("div", { class: "notice" }, make("p", {}, this.say(word)), help, ...buttons);
    this.turns.append(notice);
    this.toEnd();
    return notice;
  }

  /** A short line about what has changed. */
  mention(word: string): void {
    this.turns.append(make("p", { class: "mention" }, this.say(word)));
    this.toEnd();
  }

  /** That a message could not be sent, with a way to try again. */
  trouble(kind: string, again: () => void, change: () => void): void {
    this.clearNotice();
    const retry = button(this.say("again"), () => {
      if (retry.getAttribute("aria-disabled")) return;
      retry.setAttribute("aria-disabled", "true");
      retry.textContent = this.say("trying");
      again();
    }, { class: "plain" });
    const edit = kind === "long" ? [button(this.say("change"), change, { class: "plain" })] : [];
    this.notice = this.tell(kind, retry, ...edit);
  }

  clearNotice(): void {
    if (!this.notice) return;
    const root = this.notice.getRootNode() as ShadowRoot;
    if (this.notice.contains(root.activeElement)) this.element.focus({ preventScroll: true });
    this.notice.remove();
    this.notice = null;
  }

  /** Takes a message back out of what is shown. */
  remove(id: string): void {
    this.states.get(id)?.closest(".turn")?.remove();
    this.states.delete(id);
  }

  clear(): void {
    this.busy(false);
    this.notice = null;
    this.states.clear();
    this.alert.textContent = "";
    this.turns.replaceChildren();
  }

  busy(yes: boolean): void {
    this.timers.forEach(clearTimeout);
    this.timers = [];
    this.status.replaceChildren();
    if (!yes) return;
    const dots = () => make("span", { class: "dots", "aria-hidden": "true" }, make("i"), make("i"), make("i"));
    const later = (time: number, shown: () => HTMLElement) =>
      this.timers.push(window.setTimeout(() => {
        this.status.replaceChildren(dots(), shown());
        this.toEnd();
      }, time));
    later(WAIT, () => unseen(this.say("writing")));
    later(SLOW, () => make("p", {}, `${this.say("slow")} ${this.say("help")} ${this.settings.emergency.label}.`));
  }

  private reply(reply: Reply, side: Side): void {
    const element = replyTurn(reply, side, this.settings, this.say);
    const kind = reply.custom?.kind;
    if (element && kind === "summary") element.append(...summaryTools(element, this.tools, this.say));
    if (element && kind === "emergency") { // said at once by the alert region, so not again by the log
      element.setAttribute("aria-live", "off");
      this.alert.textContent = aloud(reply, this.settings, this.say);
    }
    if (element) this.turns.append(element);
    if (reply.buttons?.length) this.turns.append(choices(reply.buttons, reply.custom ?? {}, this.say, this.answer));
  }

  private note(): HTMLElement {
    const line = make("p", {}, `${this.say("in_an_emergency")} `, callLink(this.settings.emergency, "line"));
    return make("div", { class: "note" }, make("p", {}, `${this.say("not_a_person")} `, make("strong", {}, this.say("not_for_emergencies"))), line);
  }

  private toEnd(): void {
    this.element.scrollTop = this.element.scrollHeight;
  }

  /** Shows new replies from their start, also when they are longer than the screen. */
  private show(first: Element | undefined): void {
    const { scrollTop, scrollHeight } = this.element;
    const top = first ? first.getBoundingClientRect().top - this.element.getBoundingClientRect().top + scrollTop : scrollHeight;
    this.element.scrollTop = Math.min(top - SPACE, scrollHeight);
  }
}
