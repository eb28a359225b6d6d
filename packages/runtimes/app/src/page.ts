/** The scenario in a browser, started by the test. */
import { scenario } from "./scenario.js";

Object.assign(globalThis, { scenario });
