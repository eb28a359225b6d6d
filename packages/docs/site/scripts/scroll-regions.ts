/** A table or a code block that is too wide scrolls. Then the keyboard has to reach it. */

for (const region of document.querySelectorAll<HTMLElement>(".table, .expressive-code pre")) {
  new ResizeObserver(() => {
    if (region.scrollWidth > region.clientWidth) region.tabIndex = 0;
    else region.removeAttribute("tabindex");
  }).observe(region);
}
