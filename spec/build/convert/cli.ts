/** Converts an OpenAPI 3.1 document: `node build/convert/cli.ts <document> <folder>`. */
import { ConversionError, convertFile } from "./convert-file.ts";

const [source, folder, ...rest] = process.argv.slice(2);
if (!source || !folder || rest.length > 0) {
  console.error("Usage: convert <document.json or .yaml> <folder>");
  process.exitCode = 2;
} else {
  try {
    console.log(convertFile(source, folder).join("\n"));
  } catch (error) {
    console.error(error instanceof ConversionError ? error.message : error);
    process.exitCode = 1;
  }
}
