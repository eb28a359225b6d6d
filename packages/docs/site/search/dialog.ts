/** Shows what Pagefind finds for what a reader types. */
import { searchRanking } from "../search-ranking.ts";

/** The part of Pagefind's interface that is used here; see https://pagefind.app/docs/api/ */
interface Pagefind {
  options(options: object): Promise<void>;
  /** Null when another search has followed within the time. */
  debouncedSearch(query: string, options: object, milliseconds: number): Promise<{ results: Hit[] } | null>;
}

interface Hit {
  data(): Promise<Found>;
}

interface Found extends Section {
  readonly meta: { readonly title?: string; readonly type?: string };
  readonly sub_results: readonly Section[];
}

interface Section {
  readonly title?: string;
  readonly url: string;
  /** HTML: text with what matches in `mark` elements. */
  readonly excerpt: string;
}

const pageSize = 8;
const sectionsShown = 3;
const debounceMs = 150;

let pagefind: Promise<Pagefind> | undefined;

/** The index lies beside the folder of the scripts, and is there in the built site only. */
async function load(): Promise<Pagefind> {
  const loaded: Pagefind = await import(
    /* @vite-ignore */ new URL("../pagefind/pagefind.js", import.meta.url).href
  );
  await loaded.options({ ranking: searchRanking });
  return loaded;
}

/** Makes the dialog search. Does nothing when it does so already. */
export function prepare(dialog: HTMLDialogElement): void {
  const input = dialog.querySelector("input");
  const list = dialog.querySelector("ol");
  const status = dialog.querySelector("p");
  const more = dialog.querySelector<HTMLButtonElement>("[data-more]");
  if (pagefind || !input || !list || !status || !more) return;
  pagefind = load();

  let hits: readonly Hit[] = [];
  const append = async () => {
    const shown = list.children.length;
    const next = await Promise.all(hits.slice(shown, shown + pageSize).map((hit) => hit.data()));
    list.append(...next.map(item));
    more.hidden = list.children.length >= hits.length;
  };
  const search = async () => {
    const query = input.value.trim();
    const found = query ? await (await pagefind)?.debouncedSearch(query, {}, debounceMs) : { results: [] };
    if (!found || query !== input.value.trim()) return;
    hits = found.results;
    list.replaceChildren();
    status.textContent = query
      ? `${hits.length} ${hits.length === 1 ? "result" : "results"} for ${query}`
      : "";
    await append();
  };
  const searchOrExplain = () => {
    search().catch(() => {
      status.textContent = "The search cannot be loaded here.";
    });
  };
  input.addEventListener("input", searchOrExplain);
  more.addEventListener("click", () => void append());
  dialog.querySelector("form")?.addEventListener("submit", (event) => {
    event.preventDefault();
    list.querySelector("a")?.click();
  });
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      moveFocus([input, ...list.querySelectorAll("a")], event.key === "ArrowDown" ? 1 : -1);
    }
  });
  // The reader may have typed while this was loading.
  searchOrExplain();
}

function moveFocus(places: readonly HTMLElement[], step: number): void {
  const current = places.findIndex((place) => place.matches(":focus"));
  places[Math.min(Math.max(current + step, 0), places.length - 1)]?.focus();
}

function item({ meta, url, excerpt, sub_results }: Found): HTMLLIElement {
  const made = document.createElement("li");
  const type = document.createElement("span");
  type.className = "type";
  type.textContent = meta.type ?? "";
  made.append(link(url, meta.title ?? url), " ", type, text(excerpt));
  // The first one may be the top of the page itself.
  const isTop = (section: Section) => section.url.replace(/#_top$/, "") === url;
  const sections = sub_results.filter((section) => !isTop(section)).slice(0, sectionsShown);
  if (sections.length === 0) return made;
  const inner = document.createElement("ul");
  for (const section of sections) {
    const part = document.createElement("li");
    part.append(link(section.url, section.title ?? section.url), text(section.excerpt));
    inner.append(part);
  }
  made.append(inner);
  return made;
}

function link(url: string, title: string): HTMLAnchorElement {
  const made = document.createElement("a");
  made.href = url;
  made.textContent = title;
  return made;
}

function text(excerpt: string): HTMLParagraphElement {
  const made = document.createElement("p");
  made.innerHTML = excerpt;
  return made;
}
