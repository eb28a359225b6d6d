/** `node fastify.mjs <port>`: Fastify and nothing else, to compare the start with. JavaScript, so that no types have to go. */
import fastify from "fastify";

const server = fastify();
server.get("/*", () => ({}));
await server.listen({ host: "127.0.0.1", port: Number(process.argv[2]) });
