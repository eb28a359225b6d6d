import type { Cursor, ReferralQuery, ReferralRecord } from "../store.ts";

/** How many referrals are skipped one by one at most, and how far apart marks are. */
const spacing = 1000;
const maxMarks = 16;
/** After so many writes without being used, a mark is not worth the time that it takes to keep it right. */
const maxUnused = 1000;

/** A place in the order of a list, with how many of its referrals come before. */
interface Mark {
  readonly key: string;
  readonly query: ReferralQuery;
  /** The last of those that come before. */
  readonly cursor: Cursor;
  offset: number;
  unused: number;
}

/** What the marks are made with. */
export interface MarkedTable {
  /** The numbers of the referrals of a page, and of one more if there is one. */
  readPage(query: ReferralQuery): number[];
  /** What all pages of a list have in common; undefined when its places are not to be remembered. */
  listKey(query: ReferralQuery): string | undefined;
  cursorOf(seq: number, sort: ReferralQuery["sort"]): Cursor;
  /** How many of the referrals with these numbers are in a list, and not after a cursor. `seqs` is JSON. */
  countUpTo(query: ReferralQuery, cursor: Cursor, seqs: string): number;
}

/**
 * Remembers where deep pages begin. A database counts one by one what it skips, so each page that a client asks for with a
 * greater `$skip` would take longer than the one before.
 */
export interface SkipMarks {
  /** As {@link MarkedTable.readPage}. */
  readPage(query: ReferralQuery): number[];
  /** Writes records, and moves the marks by as many as come before them now. */
  around(records: readonly ReferralRecord[], write: () => void): void;
  clear(): void;
}

export function createSkipMarks({ readPage, listKey, cursorOf, countUpTo }: MarkedTable): SkipMarks {
  let marks: Mark[] = [];

  const nearest = (key: string, skip: number): Mark | undefined =>
    marks
      .filter((mark) => mark.key === key && mark.offset <= skip)
      .sort((a, b) => b.offset - a.offset)
      .at(0);

  return {
    readPage(query) {
      const { sort, skip, limit, after } = query;
      const key = skip < spacing || after !== undefined ? undefined : listKey(query);
      if (key === undefined) return readPage(query);
      const mark = nearest(key, skip);
      if (mark !== undefined) mark.unused = 0;
      const left = skip - (mark?.offset ?? 0);
      if (left < spacing) return readPage({ ...query, after: mark?.cursor, skip: left });
      // The one before the page, too: it is where the page begins.
      const [before, ...page] = readPage({ ...query, after: mark?.cursor, skip: left - 1, limit: limit + 1 });
      if (before !== undefined) {
        const added = { key, query, cursor: cursorOf(before, sort), offset: skip, unused: 0 };
        marks = [...marks.slice(1 - maxMarks), added];
      }
      return page;
    },
    around(records, write) {
      for (const mark of marks) mark.unused += records.length;
      marks = marks.filter(({ unused }) => unused <= maxUnused);
      if (marks.length === 0) {
        write();
        return;
      }
      const seqs = JSON.stringify(records.map(({ seq }) => seq));
      const count = ({ query, cursor }: Mark): number => countUpTo(query, cursor, seqs);
      const before = marks.map(count);
      write();
      for (const [index, mark] of marks.entries()) mark.offset += count(mark) - (before[index] ?? 0);
    },
    clear() {
      marks = [];
    },
  };
}
