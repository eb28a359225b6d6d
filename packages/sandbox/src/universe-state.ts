/** A part of a universe whose whole state fits into a text, by which it reaches other instances. */
export interface StatePart {
  save(): string;
  /** @param saved a result of `save` */
  restore(saved: string): void;
}
