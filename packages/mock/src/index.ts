export type { OpenApiDocument } from "./contract/document.ts";
export type { LogLevel } from "./log.ts";
export { type MockOptions, startMock } from "./mock.ts";
export { type ProxyOptions, startProxy } from "./proxy.ts";
export type { RunningServer, ServerOptions } from "./serve.ts";
