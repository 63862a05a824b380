// What can be done with the summary: print it, or save it as a PDF.

import { button, make } from "./dom.ts";
import type { Say } from "./settings.ts";

export interface SummaryTools {
  /** Whether the page is the chat's own, so that printing shows nothing else. */
  ownPage: boolean;
  /** The summary as a PDF, made by the server. */
  pdf(): Promise<Blob>;
}

/** The buttons below a summary, and the warning that a copy stays on the device. */
export function summaryTools(turn: HTMLElement, tools: SummaryTools, say: Say): HTMLElement[] {
  const failed = make("p", { class: "small", role: "status" });
  const save = button(say("pdf"), () => {
    failed.textContent = "";
    tools.pdf().then((file) => download(file, `${say("file_name")}.pdf`), () => (failed.textContent = say("pdf_failed")));
  }, { class: "plain" });
  const print = tools.ownPage ? [button(say("print"), () => printed(turn), { class: "plain" })] : [];
  return [save, ...print, make("p", { class: "small" }, say("saved_note")), failed];
}

function download(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  make("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1_000);
}

/** Prints one turn and nothing else. */
function printed(turn: HTMLElement): void {
  const host = (turn.getRootNode() as ShadowRoot).host;
  turn.classList.add("printing");
  host.setAttribute("data-printing", "");
  addEventListener("afterprint", () => {
    turn.classList.remove("printing");
    host.removeAttribute("data-printing");
  }, { once: true });
  print();
}
