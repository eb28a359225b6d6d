/** Lighthouse, with the browser of all other benches. */

import { freePort } from "@partner-referrals/support/free-port";
import lighthouse from "lighthouse";
import { launchBrowser } from "./page-visits.ts";

/** Scores from 0 to 100. */
export interface Scores {
  readonly performance: number;
  readonly accessibility: number;
  readonly bestPractices: number;
  readonly seo: number;
}

export interface Auditor {
  audit(url: string): Promise<Scores>;
  close(): Promise<void>;
}

export async function startAuditor(): Promise<Auditor> {
  const port = await freePort();
  const browser = await launchBrowser([`--remote-debugging-port=${port}`]);
  return { audit: (url) => audit(url, port), close: () => browser.close() };
}

async function audit(url: string, port: number): Promise<Scores> {
  const result = await lighthouse(url, { port, logLevel: "silent" });
  const categories = result?.lhr.categories ?? {};
  const score = (name: string) => {
    const value = categories[name]?.score;
    // Null when an audit of the category could not be made.
    if (typeof value !== "number") throw new Error(`Lighthouse has no score for ${name} of ${url}.`);
    return Math.round(value * 100);
  };
  return {
    performance: score("performance"),
    accessibility: score("accessibility"),
    bestPractices: score("best-practices"),
    seo: score("seo"),
  };
}
