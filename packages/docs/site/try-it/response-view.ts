/** Shows what came back: status, headers, body, what the contract says of it, and what to request next. */
import { element } from "./elements.ts";
import type { LinkData, OperationData } from "./operation-data.ts";
import { remember } from "./remembered.ts";
import { declaredResponse, judgeResponse, linkedValues } from "./request.ts";

interface Received {
  readonly operation: OperationData;
  readonly response: Response;
  readonly text: string;
  readonly milliseconds: number;
}

export function showResponse(place: HTMLElement, received: Received): void {
  const { operation, response, text, milliseconds } = received;
  const declared = declaredResponse(operation, response.status);
  const violations = judgeResponse(operation, response, text);
  place.replaceChildren(
    element(
      "p",
      { class: "try-it-status" },
      element("strong", {}, `${response.status} ${response.statusText}`.trim()),
      ` in ${milliseconds} ms. ${declared?.description ?? ""}`,
    ),
    violations.length === 0
      ? element(
          "p",
          { class: "try-it-verdict", "data-verdict": "valid" },
          "The response matches the contract.",
        )
      : element(
          "div",
          { class: "try-it-verdict", "data-verdict": "invalid" },
          "The response violates the contract:",
          element("ul", {}, ...violations.map((violation) => element("li", {}, violation))),
        ),
    ...next(declared?.links ?? [], received),
    element(
      "details",
      {},
      element("summary", {}, "Headers"),
      element(
        "pre",
        { tabindex: "0" },
        [...response.headers].map(([name, value]) => `${name}: ${value}`).join("\n"),
      ),
    ),
    ...(text ? [element("pre", { class: "try-it-body", tabindex: "0" }, indented(text))] : []),
  );
}

/** Nothing came back, or nothing that the browser lets the page read. */
export function showError(place: HTMLElement, error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error);
  place.replaceChildren(
    element(
      "p",
      { class: "try-it-verdict", "data-verdict": "invalid" },
      `No response: ${reason}. Either nobody listens at the base URL, or it doesn't let this page read its responses.`,
    ),
  );
}

/** What the response gives, the next page finds filled in. */
function next(links: readonly LinkData[], { response, text }: Received): HTMLElement[] {
  const made = links.map((link) => {
    remember(linkedValues(link, response, text));
    return element("li", {}, element("a", { href: `../${link.page}#try-it` }, link.title));
  });
  return made.length > 0 ? [element("p", {}, "Next:"), element("ul", {}, ...made)] : [];
}

function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
