// A picture of the body to tap where it hurts, with the same choice in words beside it.

import { button, draw, make } from "./dom.ts";
import { listed, type Say, type Settings } from "./settings.ts";
import body from "./pictures/body.svg?drawing";

export class BodyMap {
  readonly element: HTMLDialogElement;
  private readonly drawing = draw(body);
  private readonly form = make("form", { method: "dialog" });
  private readonly sentence = make("p", { role: "status" });

  /** `tell` takes the sentence that the choice makes. */
  constructor(
    private readonly settings: Settings,
    private readonly say: Say,
    private readonly tell: (sentence: string) => void,
  ) {
    const heading = make("h2", { id: "map-title" }, say("map_title"));
    const sides = make("p", { class: "sides", "aria-hidden": "true" }, make("span", {}, say("map_front")), make("span", {}, say("map_back")));
    const picture = make("div", { class: "picture" }, this.drawing, sides);
    const actions = [make("button", { type: "submit", class: "send" }, say("map_send")), button(say("map_cancel"), () => this.element.close())];
    this.form.append(make("p", {}, say("map_intro")), picture, this.boxes("feelings", "map_feel"), this.boxes("places", "map_where"), make("div", { class: "actions" }, this.sentence, ...actions));
    this.element = make("dialog", { class: "map", "aria-labelledby": "map-title" }, heading, this.form);
    this.form.addEventListener("submit", (event) => this.submit(event));
    this.form.addEventListener("change", () => this.draw());
    this.drawing.addEventListener("click", (event) => this.tapped(event.target as Element));
  }

  open(): void {
    this.form.reset();
    this.draw();
    this.element.showModal();
  }

  private boxes(name: "places" | "feelings", legend: string): HTMLElement {
    const labels = Object.entries(this.settings[name]).map(([value, words]) =>
      make("label", {}, make("input", { type: "checkbox", name, value }), " ", words),
    );
    return make("fieldset", {}, make("legend", {}, this.say(legend)), make("div", { class: "boxes" }, ...labels));
  }

  private chosen(name: "places" | "feelings"): string[] {
    return new FormData(this.form).getAll(name).map(String);
  }

  private tapped(target: Element): void {
    const place = target.closest("[data-place]")?.getAttribute("data-place");
    const box = this.form.querySelector<HTMLInputElement>(`input[value="${place}"]`);
    if (!box) return;
    box.checked = !box.checked;
    this.draw();
  }

  /** Shows on the picture and in words what is chosen. */
  private draw(): void {
    const places = this.chosen("places");
    for (const zone of this.drawing.querySelectorAll("[data-place]")) {
      zone.classList.toggle("chosen", places.includes(zone.getAttribute("data-place")!));
    }
    const { length } = [...places, ...this.chosen("feelings")];
    this.sentence.textContent = this.said() ?? (length ? this.say("map_pick") : "");
  }

  /** What the choice says, null as long as a place or a feeling is missing. */
  private said(): string | null {
    const words = (name: "places" | "feelings") => listed(this.chosen(name).map((value) => this.settings[name][value]!), this.say);
    const [feelings, places] = [words("feelings"), words("places")];
    return feelings && places ? this.say("map_said", { feelings, places }) : null;
  }

  private submit(event: Event): void {
    event.preventDefault();
    const said = this.said();
    if (!said) {
      this.sentence.textContent = this.say("map_pick");
      return;
    }
    this.element.close();
    this.tell(said);
  }
}
