// Leaving at once, after the pattern of GOV.UK's "Exit this page": the page is blank
// before anything else happens, and Shift pressed three times does the same.

const KEYS = 3; // presses of Shift
const TIME = 5_000; // ms in which they must come

/** Opens another page in place of this one; nothing of this page stays to be seen. */
export function leaveFor(address: string, forget: () => void): void {
  document.documentElement.hidden = true;
  document.title = "";
  forget();
  document.body.replaceChildren();
  location.replace(address);
}

/** Calls `leave` when Shift is pressed three times, and `warn` one press before. */
export function onShifts(leave: () => void, warn: () => void): () => void {
  let presses: number[] = [];
  let alone = false; // Shift is down and no other key was pressed with it
  const down = (event: KeyboardEvent): void => {
    if (event.repeat) return;
    alone = event.key === "Shift";
    if (!alone) presses = [];
  };
  const up = (event: KeyboardEvent): void => {
    if (event.key !== "Shift" || !alone) return;
    alone = false;
    presses = [...presses, Date.now()].filter((time) => Date.now() - time < TIME);
    if (presses.length >= KEYS) leave();
    else if (presses.length === KEYS - 1) warn();
  };
  document.addEventListener("keydown", down);
  document.addEventListener("keyup", up);
  return () => {
    document.removeEventListener("keydown", down);
    document.removeEventListener("keyup", up);
  };
}
