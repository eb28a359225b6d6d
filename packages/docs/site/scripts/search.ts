/** Opens the search: with its button, and with Ctrl+K or Cmd+K. */

const dialog = document.querySelector<HTMLDialogElement>("site-search dialog");

async function open(target: HTMLDialogElement): Promise<void> {
  if (target.open) return;
  target.showModal();
  const { prepare } = await import("../search/dialog.ts");
  prepare(target);
}

if (dialog) {
  document.querySelector("site-search [data-open-modal]")?.addEventListener("click", () => void open(dialog));
  dialog.querySelector("[data-close-modal]")?.addEventListener("click", () => dialog.close());
  // A click beside the dialog is one on its backdrop, which counts as the dialog itself.
  dialog.addEventListener("click", ({ target }) => {
    if (target === dialog) dialog.close();
  });
  addEventListener("keydown", (event) => {
    if (event.key !== "k" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    if (dialog.open) dialog.close();
    else void open(dialog);
  });
}
