/** Checks pages with html-validate. */
import { type ConfigData, HtmlValidate } from "html-validate";

/** Rules of html-validate by name, where a site has reasons of its own. */
export type HtmlRules = NonNullable<ConfigData["rules"]>;

/** Returns a function that says what is wrong with a page: the rule, what it says, where. */
export function htmlChecker(rules: HtmlRules): (html: string) => Promise<string[]> {
  const validator = new HtmlValidate({ root: true, extends: ["html-validate:recommended"], rules });
  return async (html) => {
    const { results } = await validator.validateString(html);
    return results.flatMap(({ messages }) =>
      messages.map(({ ruleId, message, line, column }) => `${ruleId}: ${message} (${line}:${column})`),
    );
  };
}
