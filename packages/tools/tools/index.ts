import type { Tool } from "../matrix/tool.ts";
import { heyApi } from "./hey-api.ts";
import { kubb } from "./kubb.ts";
import { msw } from "./msw.ts";
import { orval } from "./orval.ts";
import { postman } from "./postman.ts";
import { validators } from "./validators.ts";

/** All tools, in the order of the table. */
export const tools: readonly Tool[] = [heyApi, orval, kubb, postman, msw, ...validators];
