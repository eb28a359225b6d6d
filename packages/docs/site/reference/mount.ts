/**
 * Puts Redoc in the place of the reference's text, which is there from the start for those who do not run scripts,
 * and keeps the site's theme and navigation in step with it.
 */

import { mend } from "./mend.ts";

interface Redoc {
  init(definition: unknown, options: unknown, element: Element): unknown;
}

const LIMIT_MS = 3000;
const root = document.documentElement;
const content = document.querySelector(".sl-markdown-content");
if (content) await mount(content);

async function mount(content: Element): Promise<void> {
  followTheme();
  followRoute();
  // The finished site may lie below any path: all addresses are relative to the page.
  const here = new URL(".", location.href.replace(/#.*/s, ""));
  const load = async (file: string): Promise<unknown> => (await fetch(new URL(file, here))).json();
  const [redoc, definition, options] = await Promise.all([
    import(/* @vite-ignore */ new URL("redoc.js", here).href) as Promise<Redoc>,
    load("definition.json"),
    load("options.json"),
  ]);
  const element = document.createElement("div");
  element.id = "redoc";
  element.className = "not-content";
  redoc.init(definition, options, element);
  const target = await drawn(element);
  content.replaceChildren(element);
  root.classList.add("has-redoc");
  target?.scrollIntoView();
  mend(element);
}

/**
 * Waits until Redoc has drawn what the reader came for, outside of the page, and returns that. Until then the text stays
 * where it is: Redoc begins by scrolling to the top. Of an address that it does not know it may draw what it likes.
 */
async function drawn(redoc: Element): Promise<Element | null> {
  const route = location.hash.slice(1);
  const selector = route ? `[data-section-id="${CSS.escape(route)}"] h2` : "h1";
  const deadline = performance.now() + LIMIT_MS;
  let place = scrollY;
  while (performance.now() < deadline) {
    await new Promise(requestAnimationFrame);
    if (scrollY === 0) scrollTo(0, place);
    place = scrollY;
    const target = redoc.querySelector(selector);
    if (target) return route ? target : null;
  }
  return null;
}

/** Redoc takes its colours from a class of the root element and its choice from a key in the storage. */
function followTheme(): void {
  const print = matchMedia("print");
  const apply = () => {
    const theme = root.dataset.theme === "light" || print.matches ? "light" : "dark";
    root.classList.remove("light", "dark");
    root.classList.add(theme);
    localStorage.setItem("redoc.colorMode", theme);
  };
  apply();
  new MutationObserver(apply).observe(root, { attributeFilter: ["data-theme"] });
  print.addEventListener("change", apply);
}

/** The navigation marks the page by its path. Here it is the fragment that tells where the reader is. */
function followRoute(): void {
  const links = [...document.querySelectorAll<HTMLAnchorElement>("nav.sidebar a")];
  const apply = () => {
    for (const link of links.filter(({ pathname }) => pathname === location.pathname)) {
      if (link.hash === location.hash) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
  };
  apply();
  addEventListener("hashchange", apply);
  addEventListener("popstate", apply);
}
