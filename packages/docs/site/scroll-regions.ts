/** A table that is too wide scrolls. Then the keyboard has to reach it. */

for (const region of document.querySelectorAll<HTMLElement>(".table")) {
  new ResizeObserver(() => {
    if (region.scrollWidth > region.clientWidth) region.tabIndex = 0;
    else region.removeAttribute("tabindex");
  }).observe(region);
}
