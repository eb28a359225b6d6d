/** Checks pages with html-validate. */
import { type ConfigData, HtmlValidate } from "html-validate";

const config: ConfigData = {
  root: true,
  extends: ["html-validate:recommended"],
  rules: {
    // The standard allows any character but spaces: headings such as "0.1.0" make ids that begin with a digit.
    "valid-id": ["error", { relaxed: true }],
    // A table that a phone shows as a stack would lose its roles, which its elements have by themselves only as a table.
    "no-redundant-role": ["error", { exclude: ["table", "rowgroup", "row", "columnheader", "cell"] }],
    // Starlight has a table of contents for phones and one for desktops, of one name. Only one of them is shown.
    "unique-landmark": "off",
    // The search shows results as the reader types.
    "wcag/h32": "off",
  },
};

const validator = new HtmlValidate(config);

/** What is wrong with a page: the rule, what it says, where. */
export async function htmlErrors(html: string): Promise<string[]> {
  const { results } = await validator.validateString(html);
  return results.flatMap(({ messages }) =>
    messages.map(({ ruleId, message, line, column }) => `${ruleId}: ${message} (${line}:${column})`),
  );
}
