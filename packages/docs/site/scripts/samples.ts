/** One switch for all samples: the language, and whether they address production or the sandbox on this machine. */

const sandboxUrl = "http://127.0.0.1:4020";
const root = document.documentElement;

for (const toolbar of document.querySelectorAll<HTMLElement>(".sample-switch")) {
  toolbar.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    const { sample, server } = button?.dataset ?? {};
    if (sample) choose("sample", sample);
    if (server) choose("server", server);
  });
}

function choose(name: "sample" | "server", value: string): void {
  root.dataset[name] = value;
  try {
    localStorage.setItem(name, value);
  } catch {
    // Without storage, the choice holds for this page.
  }
  show();
}

/** Marks the chosen buttons, and writes the address of the chosen server into the samples. */
function show(): void {
  for (const button of document.querySelectorAll<HTMLElement>(".sample-switch button")) {
    const { sample, server } = button.dataset;
    const pressed = sample ? sample === root.dataset.sample : server === root.dataset.server;
    button.setAttribute("aria-pressed", String(pressed));
  }
  for (const { dataset } of document.querySelectorAll<HTMLElement>(".sample-switch")) {
    if (dataset.production) address(dataset.production);
  }
}

function address(production: string): void {
  const [from, to] = root.dataset.server === "sandbox" ? [production, sandboxUrl] : [sandboxUrl, production];
  for (const sample of document.querySelectorAll(".sample")) {
    const texts = document.createTreeWalker(sample, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      if (text.nodeValue?.includes(from)) text.nodeValue = text.nodeValue.replaceAll(from, to);
    }
    const copy = sample.querySelector<HTMLElement>("[data-code]");
    if (copy?.dataset.code) copy.dataset.code = copy.dataset.code.replaceAll(from, to);
  }
}

show();
