/** Finds the parts of the contract in the files that describe them. */
import { globSync, readFileSync } from "node:fs";
import { basename, dirname, join, normalize } from "node:path";
import { isMap, isScalar, isSeq, parseDocument, type YAMLMap } from "yaml";

/** A part of the contract, where it is written. */
export interface SourcePart {
  /** Relative to the folder of the contract. */
  readonly file: string;
  readonly text: string;
  readonly node: YAMLMap;
  /** What a schema says of the property, when the part is one that it lists. */
  readonly inherited: YAMLMap | undefined;
}

/** The files of a contract, each parsed once. */
export class SourceFiles {
  readonly #root: string;
  readonly #parsed = new Map<string, { text: string; root: YAMLMap }>();
  readonly #schemas: ReadonlyMap<string, string>;
  readonly #operations = new Map<string, { file: string; node: YAMLMap }>();

  /** @param root the folder with `schemas` and `paths` */
  constructor(root: string) {
    this.#root = root;
    this.#schemas = new Map(list(root, "schemas/**/*.yaml").map((file) => [basename(file, ".yaml"), file]));
    for (const file of list(root, "paths/*.yaml"))
      for (const { value } of this.read(file).root.items) {
        const id = isMap(value) ? value.get("operationId") : undefined;
        if (isMap(value) && typeof id === "string") this.#operations.set(id, { file, node: value });
      }
  }

  /** The part with this id of the evidence: `Schema`, `Schema.property`, an operationId, `headers/Name`. */
  find(id: string): SourcePart | undefined {
    const [, kind, component] = /^(headers|parameters|responses)\/(\w+)$/.exec(id) ?? [];
    if (kind !== undefined) return this.#whole(list(this.#root, `${kind}/${component}.yaml`)[0]);
    const [owner = "", property] = splitOnce(id, ".");
    const operation = this.#operations.get(owner);
    if (operation && property === undefined)
      return { ...operation, text: this.read(operation.file).text, inherited: undefined };
    const file = this.#schemas.get(owner);
    return property === undefined ? this.#whole(file) : this.#property(file, property);
  }

  /** The file and the list in which a schema names the property as required. */
  requiredIn(
    schema: string,
    property: string,
  ): { file: string; range: readonly [number, number] } | undefined {
    for (const file of this.#withBases(this.#schemas.get(schema))) {
      const required = this.read(file).root.get("required", true);
      const item = isSeq(required)
        ? required.items.find((one) => isScalar(one) && one.value === property)
        : undefined;
      if (isScalar(item) && item.range) return { file, range: [item.range[0], item.range[1]] };
    }
    return undefined;
  }

  read(file: string): { text: string; root: YAMLMap } {
    const known = this.#parsed.get(file);
    if (known) return known;
    const text = readFileSync(join(this.#root, file), "utf8");
    const { contents } = parseDocument(text);
    if (!isMap(contents)) throw new Error(`${file} is not a mapping.`);
    const parsed = { text, root: contents };
    this.#parsed.set(file, parsed);
    return parsed;
  }

  #whole(file: string | undefined): SourcePart | undefined {
    if (file === undefined) return undefined;
    const { text, root } = this.read(file);
    return { file, text, node: root, inherited: undefined };
  }

  #property(schema: string | undefined, name: string): SourcePart | undefined {
    for (const file of this.#withBases(schema)) {
      const { text, root } = this.read(file);
      const node = root.getIn(["properties", name], true);
      if (!isMap(node)) continue;
      const listed = root.getIn(["x-evidence", "properties"], true);
      const isListed = isSeq(listed) && listed.items.some((one) => isScalar(one) && one.value === name);
      const statement = root.get("x-evidence", true);
      return { file, text, node, inherited: isListed && isMap(statement) ? statement : undefined };
    }
    return undefined;
  }

  /** A file, and those that it takes properties from. */
  #withBases(file: string | undefined): string[] {
    if (file === undefined) return [];
    const { root } = this.read(file);
    const bases = root.get("allOf", true);
    const references = isSeq(bases)
      ? bases.items.map((one) => (isMap(one) ? one.get("$ref") : undefined))
      : [];
    return [
      file,
      ...references
        .filter((one): one is string => typeof one === "string" && !one.startsWith("#"))
        .flatMap((one) => this.#withBases(normalize(join(dirname(file), one)))),
    ];
  }
}

function list(root: string, pattern: string): string[] {
  return globSync(pattern, { cwd: root }).sort();
}

function splitOnce(text: string, separator: string): [string, string?] {
  const index = text.indexOf(separator);
  return index < 0 ? [text] : [text.slice(0, index), text.slice(index + separator.length)];
}
