/** Patterns up to this length are searched for by the engine, whose time grows with the product of both lengths. */
const maxNaiveLength = 8;

/**
 * Whether a text contains a pattern, in a time that grows with the length of the text only (Knuth, Morris, Pratt): a
 * pattern of a few thousand characters could otherwise take seconds for a text of a megabyte.
 */
export function createSearch(): (text: string, pattern: string) => boolean {
  let last: { readonly pattern: string; readonly borders: Int32Array } = {
    pattern: "",
    borders: new Int32Array(0),
  };
  return (text, pattern) => {
    if (pattern.length <= maxNaiveLength || text.length <= maxNaiveLength) return text.includes(pattern);
    if (pattern.length > text.length) return false;
    if (last.pattern !== pattern) last = { pattern, borders: bordersOf(pattern) };
    const { borders } = last;
    let matched = 0;
    for (let index = 0; index < text.length; index++) {
      const code = text.charCodeAt(index);
      while (matched > 0 && code !== pattern.charCodeAt(matched)) matched = borders[matched - 1] ?? 0;
      if (code === pattern.charCodeAt(matched)) matched++;
      if (matched === pattern.length) return true;
    }
    return false;
  };
}

/** For each prefix, the length of its longest proper prefix that is a suffix too. */
function bordersOf(pattern: string): Int32Array {
  const borders = new Int32Array(pattern.length);
  for (let index = 1; index < pattern.length; index++) {
    let length = borders[index - 1] ?? 0;
    while (length > 0 && pattern.charCodeAt(index) !== pattern.charCodeAt(length))
      length = borders[length - 1] ?? 0;
    borders[index] = pattern.charCodeAt(index) === pattern.charCodeAt(length) ? length + 1 : 0;
  }
  return borders;
}
