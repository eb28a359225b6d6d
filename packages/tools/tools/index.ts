import type { Tool } from "../matrix/tool.ts";
import { heyApi } from "./hey-api.ts";
import { kubb } from "./kubb.ts";
import { msw } from "./msw.ts";
import { oapiCodegen } from "./oapi-codegen.ts";
import { openapiGenerators } from "./openapi-generator.ts";
import { orval } from "./orval.ts";
import { postman } from "./postman.ts";
import { progenitor } from "./progenitor.ts";
import { pythonGenerators } from "./python-generators.ts";
import { swaggerCodegens } from "./swagger-codegen.ts";
import { validators } from "./validators.ts";

/** All tools, in the order of the table. */
export const tools: readonly Tool[] = [
  ...openapiGenerators,
  ...pythonGenerators,
  oapiCodegen,
  progenitor,
  ...swaggerCodegens,
  heyApi,
  orval,
  kubb,
  postman,
  msw,
  ...validators,
];
