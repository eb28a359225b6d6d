/** Our sandbox, the least that Node and Fastify can do, and servers that others make from an OpenAPI contract. */
import { type Command, mockoon, ownCommand, prismMock, script } from "../commands.ts";
import { versionsOf } from "../versions.ts";

export const servers = [
  "node:http",
  "fastify",
  "prism mock",
  "scalar",
  "mockoon",
  "openapi-backend",
  "partner-referrals-sandbox",
] as const;
export type Server = (typeof servers)[number];

export const commands: Readonly<Record<Server, Command>> = {
  "node:http": script("stub-server.ts"),
  fastify: script("peers/servers/fastify.mjs"),
  "prism mock": prismMock,
  scalar: script("peers/servers/scalar.ts"),
  mockoon,
  "openapi-backend": script("peers/servers/openapi-backend.ts"),
  "partner-referrals-sandbox": ownCommand("sandbox"),
};

export const serverVersions = await versionsOf([
  "fastify",
  "@stoplight/prism-cli",
  "@scalar/mock-server",
  "@mockoon/cli",
  "openapi-backend",
]);
