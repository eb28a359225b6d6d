/** What one page of an operation passes on to the next in the same tab: ids, ETags, the address. Never the token. */

const key = "try-it";

/** By the name of the parameter; `base` is the address. */
export function remembered(): Readonly<Record<string, string>> {
  try {
    // It is this module that wrote it.
    return JSON.parse(sessionStorage.getItem(key) ?? "{}") as Record<string, string>;
  } catch {
    return {};
  }
}

export function remember(values: Readonly<Record<string, string>>): void {
  try {
    sessionStorage.setItem(key, JSON.stringify({ ...remembered(), ...values }));
  } catch {
    // Without storage, each page starts with the contract's examples.
  }
}
