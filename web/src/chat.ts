// Ties the parts of the chat together. One chat is one conversation at a time.

import { type Answer, type Api, Trouble } from "./api.ts";
import { BodyMap } from "./bodymap.ts";
import { Composer } from "./composer.ts";
import { button, make } from "./dom.ts";
import { keep, kept } from "./keep.ts";
import { leaveFor, onShifts } from "./leave.ts";
import { Live } from "./live.ts";
import { Log } from "./log.ts";
import { Menu } from "./menu.ts";
import { type Say, type Settings, speaker } from "./settings.ts";
import { Transport } from "./transport.ts";

export interface Place {
  /** Whether the page is the chat's own. */
  ownPage: boolean;
  look(name: string, value: string): void;
  /** Closes the panel, on another site. */
  close(): void;
}

export class Chat {
  readonly parts: HTMLElement[];
  private readonly say: Say;
  private readonly transport: Transport;
  private readonly live: Live;
  private readonly log: Log;
  private readonly composer: Composer;
  private readonly menu: Menu;
  private readonly silence: () => void;
  private keeps = kept() !== null;

  constructor(private readonly settings: Settings, private readonly api: Api, place: Place) {
    this.say = speaker(settings);
    const answer = (shown: string, message: string) => this.answer(shown, message);
    this.log = new Log(settings, this.say, answer, { ownPage: place.ownPage, pdf: () => api.summary(this.transport.token ?? "") });
    const map = new BodyMap(settings, this.say, (sentence) => this.answer(sentence, sentence));
    this.composer = new Composer(this.say, (text) => this.answer(text, text), () => map.open());
    this.menu = new Menu(settings, this.say, {
      summary: () => this.answer(this.say("summary"), settings.taps.summary),
      startAgain: () => this.answer(this.say("start_again"), settings.taps.start_again),
      person: () => this.answer(settings.taps.person, settings.taps.person),
      erase: () => void this.erase(),
      keep: (yes) => this.keep(yes),
      look: place.look,
    }, this.keeps);
    this.transport = new Transport(api, {
      answered: (given) => this.answered(given),
      state: (id, state) => this.log.state(id, state),
      opened: (token) => this.keeps && keep(token),
      ended: () => this.log.tell("ended"),
      busy: (yes) => this.log.busy(yes),
      trouble: (kind) => this.log.trouble(kind, () => this.transport.retry(), () => this.takeBack()),
    });
    this.live = new Live(api, {
      said: (replies) => replies.forEach((reply) => this.log.replies([reply], reply.custom?.kind === "desk" ? "assistant" : "helper")),
      here: (yes) => this.log.mention(yes ? "joined" : "left"),
    });
    const main = make(place.ownPage ? "main" : "div", { class: "main" }, this.log.element);
    this.parts = [this.header(place), main, this.composer.element, map.element];
    this.silence = this.hearKeys();
  }

  /** Shows the greeting, or the conversation that this tab keeps. */
  async begin(): Promise<void> {
    this.connection();
    const token = kept();
    if (!token) return this.greet();
    try {
      const { turns, live } = await this.api.history(token);
      this.transport.token = token;
      this.greet();
      this.log.past(turns);
      this.live.listen(live, token);
    } catch {
      keep(null);
      this.greet();
      this.log.tell("ended");
    }
  }

  /** Puts the writing place in focus. */
  focus(): void {
    this.composer.box.focus();
  }

  /** Ends everything here and on the server, even as the page goes. */
  forget(): void {
    this.silence();
    this.live.stop();
    keep(null);
    this.api.leave(this.transport.token);
    this.transport.reset();
    this.log.clear();
  }

  closeMenu(): void {
    this.menu.close();
  }

  /** Says when the connection is lost; what waits goes when it is back. */
  connection(): void {
    this.composer.connected(navigator.onLine);
    if (navigator.onLine) this.transport.retry();
  }

  leave(): void {
    leaveFor(this.settings.leave_to, () => this.forget());
  }

  /** The person says something: `shown` in the conversation, `message` to the server. */
  private answer(shown: string, message: string): void {
    const id = this.transport.send(message);
    this.log.person(shown, id);
  }

  private answered({ replies, live }: Answer): void {
    this.log.replies(replies);
    this.live.listen(live, this.transport.token);
  }

  private greet(): void {
    this.log.replies([{ text: this.say("greeting") }]);
  }

  private keep(yes: boolean): void {
    this.keeps = yes;
    keep(yes ? this.transport.token : null);
  }

  private takeBack(): void {
    const item = this.transport.takeBack();
    this.log.clearNotice();
    if (!item) return;
    this.log.remove(item.id);
    this.composer.putBack(item.message);
  }

  private async erase(): Promise<void> {
    const { token } = this.transport;
    this.live.stop();
    try {
      if (token) await this.api.forget(token);
    } catch (error) {
      const over = error instanceof Trouble && error.kind === "ended"; // deleted before, and the answer got lost
      if (!over) {
        this.log.tell("delete_failed");
        return;
      }
    }
    keep(null);
    this.transport.reset();
    this.log.clear();
    this.greet();
    this.log.mention("deleted");
  }

  private header({ ownPage, close }: Place): HTMLElement {
    const leave = make("a", { class: "leave", href: this.settings.leave_to, rel: "noreferrer" }, this.say("leave"));
    leave.addEventListener("click", (event) => {
      event.preventDefault();
      this.leave();
    });
    const skip = button(this.say("skip"), () => this.focus(), { class: "skip" });
    const shut = button("×", close, { class: "shut", "aria-label": this.say("close") });
    const title = make(ownPage ? "h1" : "h2", { dir: "auto" }, this.settings.organisation);
    return make(ownPage ? "header" : "div", { class: "header" }, skip, title, leave, this.menu.opener, ...(ownPage ? [] : [shut]), this.menu.panel);
  }

  private hearKeys(): () => void {
    return onShifts(() => this.leave(), () => (this.log.alert.textContent = this.say("leave_once_more")));
  }
}
