/** `node stub-server.ts <port>`: answers with the contract's examples, and lists with a hundred, as fast as Node can. */
import { createServer } from "node:http";
import { createReferral, getReferral, listReferrals, updateReferral } from "./requests.ts";

const read = await getReferral();
const created = (await createReferral()).answer;
const updated = (await updateReferral(read.id)).answer;
const page = JSON.parse((await listReferrals()).answer);
const list = JSON.stringify({ ...page, value: Array(100).fill(JSON.parse(read.answer)) });

function answerTo(method = "", url = ""): [status: number, body: string] {
  if (method === "POST") return [201, created];
  if (method === "PATCH") return [200, updated];
  return [200, url.includes("?") ? list : read.answer];
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
