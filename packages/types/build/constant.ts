/** A constant to be generated: its name, its value and what it is. */
export type Constant = readonly [name: string, value: unknown, description: string];

/**
 * The TypeScript source of a constant.
 *
 * @throws Error when the contract has no value for it.
 */
export function constant([name, value, description]: Constant): string {
  if (value === undefined || value === "") throw new Error(`The contract has no value for ${name}.`);
  return `/** ${description} */\nexport const ${name} = ${JSON.stringify(value, null, 2)} as const;`;
}
