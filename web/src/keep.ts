// Keeps the conversation in this tab, and only where the person asked for it.
// What is kept is the key to it: the words stay on the server until it is deleted.

const NAME = "chat";

/** The token of the conversation that this tab keeps, or null. */
export function kept(): string | null {
  try {
    return sessionStorage.getItem(NAME);
  } catch {
    return null; // storage is turned off
  }
}

/** Keeps a token, or lets go of it. */
export function keep(token: string | null): void {
  try {
    if (token) sessionStorage.setItem(NAME, token);
    else sessionStorage.removeItem(NAME);
  } catch {
    // storage is turned off: then nothing is kept, which is the safe side
  }
}
