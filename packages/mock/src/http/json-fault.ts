type Expected = "value" | "value or ]" | "name" | "name or }" | ":" | ", or end";

/**
 * The offset of the first character that cannot stand where it does in a JSON text (RFC 8259), or the text's length when
 * it ends too early. `JSON.parse` says so only now and then, and quotes the text when it does.
 */
export function findFault(source: string): number {
  const open: string[] = [];
  let expected: Expected = "value";
  let position = skipSpace(source, 0);
  while (position < source.length) {
    const char = source.charAt(position);
    let end = position + 1;
    if (expected === ", or end") {
      const isObject = open.at(-1) === "{";
      if (open.length > 0 && char === ",") expected = isObject ? "name" : "value";
      else if (open.length > 0 && char === (isObject ? "}" : "]")) open.pop();
      else return position;
    } else if (expected === ":") {
      if (char !== ":") return position;
      expected = "value";
    } else if ((expected === "value or ]" && char === "]") || (expected === "name or }" && char === "}")) {
      open.pop();
      expected = ", or end";
    } else if (expected.startsWith("value") && (char === "{" || char === "[")) {
      open.push(char);
      expected = char === "{" ? "name or }" : "value or ]";
    } else {
      const isName = expected.startsWith("name");
      const token =
        char === '"' ? readString(source, position) : isName ? undefined : readWord(source, position);
      if (token === undefined) return position;
      if ("fault" in token) return token.fault;
      end = token.end;
      expected = isName ? ":" : ", or end";
    }
    position = skipSpace(source, end);
  }
  return source.length;
}

type Token = { readonly end: number } | { readonly fault: number };

function skipSpace(source: string, start: number): number {
  let position = start;
  while (position < source.length && " \t\n\r".includes(source.charAt(position))) position++;
  return position;
}

function readString(source: string, start: number): Token {
  for (let position = start + 1; position < source.length; position++) {
    const char = source.charAt(position);
    if (char === '"') return { end: position + 1 };
    if (char < " ") return { fault: position };
    if (char !== "\\") continue;
    const [sequence = ""] =
      /^(?:["\\/bfnrt]|u[\da-fA-F]{0,4})/.exec(source.slice(position + 1, position + 6)) ?? [];
    if (sequence.length !== (sequence.startsWith("u") ? 5 : 1))
      return { fault: position + 1 + sequence.length };
    position += sequence.length;
  }
  return { fault: source.length };
}

const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const unfinishedNumber = /-?(?:0|[1-9]\d*)?(?:(?<=\d)\.\d*)?(?:(?<=\d)[eE][+-]?)?/y;

function readWord(source: string, start: number): Token {
  for (const word of ["true", "false", "null"]) {
    if (word.charAt(0) !== source.charAt(start)) continue;
    let length = 1;
    while (length < word.length && source.charAt(start + length) === word.charAt(length)) length++;
    return length === word.length ? { end: start + length } : { fault: start + length };
  }
  const end = matchEnd(number, source, start);
  const furthest = matchEnd(unfinishedNumber, source, start);
  return furthest > end || end === start ? { fault: furthest } : { end };
}

function matchEnd(pattern: RegExp, source: string, start: number): number {
  pattern.lastIndex = start;
  return pattern.test(source) ? pattern.lastIndex : start;
}
