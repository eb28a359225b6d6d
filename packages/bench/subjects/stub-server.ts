/** `node stub-server.ts <port>`: responds with the contract's examples, and lists with a hundred, as fast as Node can. */
import { createServer } from "node:http";
import { createReferral, getReferral, listReferrals, updateReferral } from "./requests.ts";

const read = await getReferral();
const created = (await createReferral()).responseBody;
const updated = (await updateReferral(read.id)).responseBody;
const page = JSON.parse((await listReferrals()).responseBody);
const list = JSON.stringify({ ...page, value: Array(100).fill(JSON.parse(read.responseBody)) });

function answerTo(method = "", url = ""): [status: number, body: string] {
  if (method === "POST") return [201, created];
  if (method === "PATCH") return [200, updated];
  return [200, url.includes("?") ? list : read.responseBody];
}

createServer((request, response) => {
  request.resume();
  request.on("end", () => {
    const [status, body] = answerTo(request.method, request.url);
    response.writeHead(status, {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(body),
    });
    response.end(body);
  });
}).listen(Number(process.argv[2]), "127.0.0.1");
