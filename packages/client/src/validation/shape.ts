/** What is checked of a value: its types, its required properties, and what is inside. Everything else is allowed. */
export interface Shape {
  /** The name of another shape, which this one is. */
  readonly ref?: string;
  readonly type?: readonly string[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly items?: Shape;
}
