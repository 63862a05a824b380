// <steady-chat>: the whole page where it has the attribute "page"; on another site a button
// that opens the chat. A script tag alone is enough there: the element is then added.

import { Api } from "./api.ts";
import { Chat } from "./chat.ts";
import { button, make } from "./dom.ts";
import { broughtAlong, type Settings } from "./settings.ts";
import { themed } from "./theme.ts";
import own from "./page.css?inline";
import pictures from "./pictures.css?inline";
import style from "./style.css?inline";

const BASE = new URL(/* @vite-ignore */ "..", import.meta.url).href;
const NOT_OPENED = "%NOT_OPENED%"; // the server puts its words in, for when nothing else can be had from it
const NARROW = "(max-width: 37.5em)";

function sheet(rules: string): CSSStyleSheet {
  const made = new CSSStyleSheet();
  made.replaceSync(rules);
  return made;
}

class SteadyChat extends HTMLElement {
  private readonly root = this.attachShadow({ mode: "open" });
  private readonly api = new Api(BASE);
  private readonly dark = matchMedia("(prefers-color-scheme: dark)");
  private readonly panel = make("dialog", { class: "panel" });
  private chat: Chat | null = null;
  private colours = "device";

  connectedCallback(): void {
    if (this.root.childElementCount) return; // moved to another place of the page
    this.root.adoptedStyleSheets = [sheet(style), sheet(pictures)];
    this.dark.addEventListener("change", () => this.paint());
    this.paint();
    this.addListeners();
    if (this.ownPage) this.beginHere();
    else this.offer();
  }

  private get ownPage(): boolean {
    return this.hasAttribute("page");
  }

  /** The chat's own page: everything is there at once, from what the page brought along. */
  private beginHere(): void {
    const settings = broughtAlong();
    if (!settings) return;
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet(own)];
    this.root.append(...this.begin(settings).parts);
  }

  /** On another site: a button. Nothing is asked of the server before it is pressed. */
  private offer(): void {
    const words = this.getAttribute("label") ?? "Chat";
    const opener = button(words, () => void this.open(), { class: "opener", "aria-haspopup": "dialog" });
    this.root.append(opener, this.panel);
  }

  private async open(): Promise<void> {
    try {
      if (!this.chat) this.panel.replaceChildren(...this.begin(await this.api.settings()).parts);
    } catch {
      this.panel.replaceChildren(make("p", { class: "notice" }, NOT_OPENED), button("×", () => this.panel.close(), { class: "shut" }));
    }
    if (matchMedia(NARROW).matches) this.panel.showModal();
    else this.panel.show();
    this.chat?.focus();
  }

  private begin(settings: Settings): Chat {
    this.lang = settings.language;
    this.dir = settings.direction;
    this.root.adoptedStyleSheets.push(sheet(themed(settings.colour)));
    this.chat = new Chat(settings, this.api, {
      ownPage: this.ownPage,
      look: (name, value) => this.look(name, value),
      close: () => this.panel.close(),
    });
    void this.chat.begin();
    return this.chat;
  }

  private look(name: string, value: string): void {
    if (name === "size") this.style.setProperty("--size", value);
    if (name === "colours") this.colours = value;
    this.paint();
  }

  private paint(): void {
    const theme = this.colours === "device" ? (this.dark.matches ? "dark" : "light") : this.colours;
    this.dataset["theme"] = theme;
    if (this.ownPage) document.documentElement.dataset["theme"] = theme;
  }

  private addListeners(): void {
    addEventListener("online", () => this.chat?.connection());
    addEventListener("offline", () => this.chat?.connection());
    addEventListener("click", (event) => {
      const inside = event.composedPath().some((node) => node instanceof Element && node.matches(".menu, .menu-button"));
      if (!inside) this.chat?.closeMenu();
    });
    addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.chat?.closeMenu();
    });
    addEventListener("pageshow", (event) => {
      if (!event.persisted) return; // a page brought back by the Back button starts empty
      document.documentElement.hidden = true;
      this.chat?.forget();
      location.reload();
    });
  }
}

customElements.define("steady-chat", SteadyChat);
if (!document.querySelector("steady-chat")) document.body.append(make("steady-chat" as "div"));
