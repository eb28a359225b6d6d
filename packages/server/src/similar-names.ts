/** Names longer than this get no suggestion: comparing takes the product of the lengths. */
const maxLength = 64;
/** What is less similar than this is another name, not a slip. */
const minSimilarity = 0.45;

/** Of the names that are known, the one that was probably meant; undefined when none is similar. */
export function nearestName(name: string, known: Iterable<string>): string | undefined {
  if (name.length > maxLength) return undefined;
  let best: { readonly name: string; readonly similarity: number } | undefined;
  for (const candidate of known) {
    const similarity = similarityOf(name, candidate);
    if (similarity >= (best?.similarity ?? minSimilarity)) {
      // Of equals the first one stays.
      if (similarity !== best?.similarity) best = { name: candidate, similarity };
    }
  }
  return best?.name;
}

/** From 0 to 1: by typing (`clossingDateTime`), or by words (`closeDate` for `closingDateTime`, `emailAddress` for `email`). */
function similarityOf(a: string, b: string): number {
  if (b.length > maxLength) return 0;
  const [first, second] = [a.toLowerCase(), b.toLowerCase()];
  if (first === second) return 1;
  const length = Math.max(first.length, second.length);
  const bySpelling = 1 - editDistance(first, second) / length;
  return Math.max(bySpelling, 0.8 * sharedWords(wordsOf(a), wordsOf(b)));
}

/** Edits from one text to the other: insert, delete or replace a character, or swap two neighbours. */
function editDistance(a: string, b: string): number {
  const width = b.length + 1;
  // Row by row: how far the beginnings of the two texts are apart.
  const table = new Uint8Array((a.length + 1) * width);
  const at = (row: number, column: number) => table[row * width + column] ?? 0;
  for (let row = 0; row <= a.length; row++) {
    for (let column = 0; column < width; column++) {
      let distance = row + column;
      if (row > 0 && column > 0) {
        const isSame = a.charCodeAt(row - 1) === b.charCodeAt(column - 1);
        distance = Math.min(
          at(row - 1, column) + 1,
          at(row, column - 1) + 1,
          at(row - 1, column - 1) + Number(!isSame),
        );
        const isSwap =
          a.charCodeAt(row - 1) === b.charCodeAt(column - 2) &&
          a.charCodeAt(row - 2) === b.charCodeAt(column - 1);
        if (isSwap) distance = Math.min(distance, at(row - 2, column - 2) + 1);
      }
      table[row * width + column] = distance;
    }
  }
  return at(a.length, b.length);
}

/** The words of `camelCase`, `PascalCase`, `snake_case` and `kebab-case`, in lower case. */
function wordsOf(name: string): string[] {
  return (name.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+/g) ?? []).map((word) => word.toLowerCase());
}

/** How much of the words two names share, from 0 to 1. Words that begin alike share as much as they begin alike. */
function sharedWords(a: readonly string[], b: readonly string[]): number {
  if (a.length + b.length === 0) return 0;
  const shared = a.map((word) => Math.max(0, ...b.map((other) => sharedPrefix(word, other))));
  return (2 * shared.reduce((sum, one) => sum + one, 0)) / (a.length + b.length);
}

function sharedPrefix(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length < 3 ? 0 : length / Math.max(a.length, b.length);
}
