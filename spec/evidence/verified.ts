/** The JSON report of `partner-referrals-verify`, as far as the evidence takes it over. */
import { Ajv2020 } from "ajv/dist/2020.js";

/** What traffic said of one fact of the contract. */
export interface VerifiedFact {
  readonly id: string;
  readonly kind: string;
  readonly text: string;
  readonly outcome: "confirmed" | "contradicted" | "not reached";
  readonly confirmations: number;
  readonly contradictions: number;
  /** The smallest example of a contradiction. It holds no value of the traffic. */
  readonly example?: { readonly where: string; readonly seen: string };
}

export interface VerifiedReport {
  readonly contractVersion: string;
  /** The day of the verification. */
  readonly date: string;
  readonly exchanges: number;
  readonly findings: readonly VerifiedFact[];
}

const line = { type: "string", maxLength: 1000, pattern: "^[^\\p{Cc}]*$" };
const count = { type: "integer", minimum: 0 };
const schema = {
  type: "object",
  required: ["contractVersion", "date", "exchanges", "findings"],
  properties: {
    contractVersion: line,
    date: { type: "string", pattern: "^\\d{4}-\\d{2}-\\d{2}$" },
    exchanges: count,
    findings: {
      type: "array",
      items: {
        type: "object",
        required: ["id", "kind", "text", "outcome", "confirmations", "contradictions"],
        properties: {
          id: line,
          kind: line,
          text: line,
          outcome: { enum: ["confirmed", "contradicted", "not reached"] },
          confirmations: count,
          contradictions: count,
          example: { type: "object", required: ["where", "seen"], properties: { where: line, seen: line } },
        },
      },
    },
  },
};

/**
 * Reads a report. It comes from somebody else: nothing in it is trusted before it was checked.
 *
 * @throws Error that says where the text is no report
 */
export function readReport(text: string): VerifiedReport {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error(
      "The file is not JSON. Write a report with partner-referrals-verify --format json --out <file>.",
    );
  }
  const validate = new Ajv2020().compile<VerifiedReport>(schema);
  if (validate(value)) return value;
  const [problem] = validate.errors ?? [];
  throw new Error(
    `The file is no report of partner-referrals-verify: ${problem?.instancePath || "/"} ${problem?.message}.`,
  );
}
