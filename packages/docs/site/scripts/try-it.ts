/** Loads the form that sends an operation's request when a reader opens it. */

const place = document.querySelector<HTMLDetailsElement>("details.try-it");

async function load(details: HTMLDetailsElement): Promise<void> {
  const { data = "", sandbox = "", sandboxToken = "", command = "" } = details.dataset;
  const [{ showForm }, response] = await Promise.all([
    import("../try-it/form.ts"),
    fetch(new URL(`../${data}`, location.href)),
  ]);
  const form = document.createElement("div");
  details.querySelector(".try-it-place")?.replaceChildren(form);
  showForm(form, await response.json(), { sandbox, sandboxToken, command });
}

if (place) {
  place.addEventListener("toggle", () => void load(place), { once: true });
  if (location.hash === "#try-it") place.open = true;
}
