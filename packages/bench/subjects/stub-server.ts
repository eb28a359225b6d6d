/** `node stub-server.ts <port>`: answers GET and POST with the contract's examples, as fast as Node can. */
import { createServer } from "node:http";
import { createReferral, getReferral } from "./requests.ts";

const read = await getReferral();
const create = await createReferral();

createServer((request, response) => {
  request.resume();
  request.on("end", () => {
    const [status, answer] = request.method === "POST" ? [201, create.answer] : [200, read.answer];
    response.writeHead(status, {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(answer),
    });
    response.end(answer);
  });
}).listen(Number(process.argv[2]), "127.0.0.1");
