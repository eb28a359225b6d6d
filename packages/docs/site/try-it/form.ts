/** The form that sends the request of an operation from its page. */
import { element, labelled } from "./elements.ts";
import type { OperationData } from "./operation-data.ts";
import { remember, remembered } from "./remembered.ts";
import { type FilledIn, findIssues, requestOf } from "./request.ts";
import { showError, showResponse } from "./response-view.ts";
import { isLocal, sandboxState, sandboxStates } from "./sandbox-state.ts";

export interface FormOptions {
  /** Where a sandbox listens unless it is told otherwise. */
  readonly sandbox: string;
  /** A token that each sandbox takes. */
  readonly sandboxToken: string;
  /** The command that starts a sandbox. */
  readonly command: string;
}

/** Fills `place` with the form. */
export function showForm(place: HTMLElement, operation: OperationData, options: FormOptions): void {
  const values = remembered();
  const base = element("input", { type: "url", value: values.base ?? options.sandbox, spellcheck: "false" });
  const token = element("input", {
    type: "password",
    value: isLocal(base.value) ? options.sandboxToken : "",
    autocomplete: "off",
  });
  const parameters = new Map(
    operation.parameters.map((parameter) => {
      const example = parameter.required ? parameter.example : undefined;
      const field = element("input", { type: "text", spellcheck: "false", autocomplete: "off" });
      field.value = values[parameter.name] ?? example ?? "";
      return [parameter, field] as const;
    }),
  );
  const body = element("textarea", { rows: "16", spellcheck: "false" });
  const state = element("p", { class: "try-it-state", role: "status" });
  const issues = element("ul", { class: "try-it-issues", "aria-live": "polite" });
  const send = element("button", { type: "submit" }, `Send ${operation.method.toUpperCase()}`);
  const output = element("div", { class: "try-it-output", "aria-live": "polite" });

  const filledIn = (): FilledIn => ({
    base: base.value,
    token: token.value,
    parameters: Object.fromEntries([...parameters].map(([{ name }, field]) => [name, field.value])),
    body: body.value,
  });
  const showIssues = () => {
    const found = findIssues(operation, filledIn()).map(({ where, message }) =>
      element("li", {}, element("code", {}, where), ` ${message}`),
    );
    issues.replaceChildren(...found);
  };
  const showState = async () => {
    send.disabled = !isAllowed(base.value, operation);
    if (!isLocal(base.value)) {
      const text = send.disabled
        ? `This page sends only to this machine and to ${operation.server}. Run a proxy on this machine for other addresses.`
        : "This is not a sandbox: the request goes to the service itself.";
      state.dataset.state = "remote";
      state.replaceChildren(text);
      return;
    }
    const asked = base.value;
    const found = await sandboxState(asked);
    if (asked !== base.value) return;
    state.dataset.state = found;
    const command = `${options.command} --allow-origin ${location.origin}`;
    state.replaceChildren(
      sandboxStates[found],
      ...(found === "running" ? [] : [" ", element("code", {}, command), " ", copyButton(command)]),
    );
  };
  const submit = async () => {
    const request = requestOf(operation, filledIn());
    remember({ base: base.value });
    send.disabled = true;
    try {
      const start = performance.now();
      const response = await fetch(request);
      const text = await response.text();
      const milliseconds = Math.round(performance.now() - start);
      showResponse(output, { operation, response, text, milliseconds });
      for (const [{ name }, field] of parameters) {
        const etag = response.headers.get("ETag");
        if (name === "If-Match" && etag && response.ok) field.value = etag;
      }
    } catch (error) {
      showError(output, error);
    }
    await showState();
  };

  const form = element(
    "form",
    { class: "try-it-form", novalidate: true },
    labelled("Base URL", base),
    state,
    labelled("Token", token, "kept in memory until you leave this page"),
    ...[...parameters].map(([parameter, field]) =>
      labelled(
        parameter.name,
        field,
        `${parameter.in}${parameter.required ? ", required" : ""}. ${parameter.description}`,
      ),
    ),
    ...bodyFields(operation, body, showIssues),
    issues,
    send,
    output,
  );
  form.addEventListener("input", showIssues);
  base.addEventListener("change", () => {
    token.value = isLocal(base.value) ? options.sandboxToken : "";
    void showState();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void submit();
  });
  place.replaceChildren(form);
  showIssues();
  void showState();
}

/** The page's policy allows these addresses. */
function isAllowed(base: string, { server }: OperationData): boolean {
  return isLocal(base) || URL.parse(base)?.origin === server;
}

function bodyFields(
  { body }: OperationData,
  field: HTMLTextAreaElement,
  onChange: () => void,
): HTMLElement[] {
  if (!body) return [];
  const show = (index: number) => {
    field.value = JSON.stringify(body.examples[index]?.value ?? {}, null, 2);
  };
  show(0);
  const choice = element("select", {}, ...body.examples.map(({ title }) => element("option", {}, title)));
  choice.addEventListener("change", () => {
    show(choice.selectedIndex);
    onChange();
  });
  return [
    ...(body.examples.length > 1 ? [labelled("Example", choice)] : []),
    labelled("Body", field, body.mediaType),
  ];
}

function copyButton(text: string): HTMLButtonElement {
  const button = element("button", { type: "button" }, "Copy");
  button.addEventListener("click", () => {
    void navigator.clipboard.writeText(text).then(() => {
      button.textContent = "Copied";
    });
  });
  return button;
}
