/** A source document, as the table in EVIDENCE.md lists it. */
export interface SourceDocument {
  title: string;
  /** Missing where the document cannot be linked; the title then says why. */
  url?: string;
  date: string;
}

/** A question that the sources disagree on, or do not answer, and what the contract makes of it. */
export interface Entry {
  /** The anchor of its heading in EVIDENCE.md. */
  id: string;
  title: string;
  section: string;
  /** The parts of the contract that it is about. */
  concerns: string[];
  /** What the sources say. */
  sources: string;
  /** What the contract says. */
  contract: string;
  because: string;
}

export interface EvidencePage {
  sources: Map<string, SourceDocument>;
  entries: Entry[];
}

/** Reads EVIDENCE.md. Throws when an entry misses one of its parts. */
export function readEvidencePage(markdown: string): EvidencePage {
  const sources = new Map<string, SourceDocument>();
  const entries: Entry[] = [];
  for (const section of markdown.split(/^## /m).slice(1)) {
    const name = firstLine(section);
    for (const [, key, document, date] of section.matchAll(/^\| `([^`]+)` \| (.+?) \| (.+?) \|$/gm)) {
      if (key && document && date) sources.set(key, { ...titleAndUrl(document), date });
    }
    for (const entry of section.split(/^### /m).slice(1)) entries.push(readEntry(name, entry));
  }
  return { sources, entries };
}

function titleAndUrl(cell: string): { title: string; url?: string } {
  const [, title, url] = /^\[(.+)\]\((.+)\)$/.exec(cell) ?? [];
  return title && url ? { title, url } : { title: cell };
}

function readEntry(section: string, text: string): Entry {
  const title = firstLine(text);
  const part = (pattern: RegExp): string => {
    const found = pattern.exec(text)?.[1];
    if (!found) throw new Error(`EVIDENCE.md: "${title}" has no part that looks like ${pattern.source}.`);
    return found.replace(/\s+/g, " ").trim();
  };
  const point = (name: string) => part(new RegExp(`^- ${name}: (.+?)(?=^- |$(?![\\s\\S]))`, "ms"));
  return {
    id: anchor(title),
    title,
    section,
    concerns: [...part(/^Concerns (.+?)\.$/ms).matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? ""),
    sources: point("Sources"),
    contract: point("Contract"),
    because: point("Because"),
  };
}

/** The anchor that GitHub and most renderers give a heading. */
function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} -]/gu, "")
    .replaceAll(" ", "-");
}

function firstLine(text: string): string {
  return text.slice(0, text.indexOf("\n")).trim();
}
