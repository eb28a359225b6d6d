/** `node grown-mock-server.ts <contract> <port>`: the mock with a contract from a file. */
import { startMock } from "@partner-referrals/mock";
import { readDocument } from "@partner-referrals/spec/model";

const [file = "", port] = process.argv.slice(2);
await startMock({ port: Number(port), document: readDocument(file), logLevel: "silent" });
