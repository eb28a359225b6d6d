export type { LogLevel } from "@partner-referrals/server/log";
export type { OpenApiDocument } from "@partner-referrals/spec/model";
export type { RunningServer, ServerOptions } from "./http-server.ts";
export { type MockOptions, startMock } from "./mock-server.ts";
export { type ProxyOptions, startProxy } from "./proxy-server.ts";
