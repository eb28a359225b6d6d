/** What fast-check has as the unit "binary" and as `webUrl`, without the table of all characters that those make first. */
import fc from "fast-check";

/** Any code point but half of a pair. */
export const anyCharacter: fc.Arbitrary<string> = fc
  .oneof(fc.integer({ min: 0, max: 0xd7ff }), fc.integer({ min: 0xe000, max: 0x10ffff }))
  .map((codePoint) => String.fromCodePoint(codePoint));

/** The address of anything. */
export const anyUrl: fc.Arbitrary<string> = fc
  .tuple(fc.webAuthority(), fc.array(fc.string({ unit: anyCharacter })))
  .map(([authority, path]) => [`https://${authority}`, ...path.map(encodeURIComponent)].join("/"));
