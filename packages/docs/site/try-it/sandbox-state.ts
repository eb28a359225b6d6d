/** Whether a sandbox runs at an address, and whether it lets this page read its responses. */
export type SandboxState = "running" | "closed" | "absent";

export const sandboxStates: Readonly<Record<SandboxState, string>> = {
  running: "The sandbox is running.",
  closed: "A server is running there, but it doesn't let this page read its responses. Start it with:",
  absent: "No sandbox is running there. Start one with:",
};

export async function sandboxState(base: string): Promise<SandboxState> {
  const address = `${base.replace(/\/+$/, "")}/_sandbox`;
  const options: RequestInit = { credentials: "omit", cache: "no-store" };
  try {
    const response = await fetch(address, options);
    return response.ok ? "running" : "closed";
  } catch {
    // Either nobody listens, or the browser keeps the response from the page.
    return fetch(address, { ...options, mode: "no-cors" }).then(
      () => "closed",
      () => "absent",
    );
  }
}

/** Whether an address is one of the reader's machine. */
export function isLocal(base: string): boolean {
  const host = URL.parse(base)?.hostname ?? "";
  return host === "127.0.0.1" || host === "localhost";
}
