import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const directory = import.meta.dirname;
const imports = `import type { Member, Referral, ReferralCreate, ReferralReplace, ReferralState, ReferralStatus, ReferralType } from "@partner-referrals/types";\n`;

test("an open enum takes any string", () => {
  assert.deepEqual(errors(`export const type: ReferralType = "SomethingNew";`), []);
});

test("an open enum still completes its known values", () => {
  const source = `${imports}export const type: ReferralType = "";`;
  const service = serviceFor(source);
  const completions = service.getCompletionsAtPosition(file, source.lastIndexOf('"'), {});
  assert.deepEqual(completions?.entries.map(({ name }) => name).sort(), ["Independent", "Shared"]);
});

test("a status is one of the documented ones", () => {
  assert.match(
    errors(`export const status: ReferralStatus = "Open";`).join(),
    /not assignable to type 'ReferralStatus'/,
  );
});

test("a status goes with its own substatuses only", () => {
  assert.deepEqual(errors(`export const won: ReferralState = { status: "Closed", substatus: "Won" };`), []);
  assert.notDeepEqual(
    errors(`export const won: ReferralState = { status: "Active", substatus: "Won" };`),
    [],
  );
});

test("creating needs what the documentation marks as required", () => {
  assert.match(
    errors(`export const referral: ReferralCreate = { type: "Independent" };`).join(),
    /customerProfile, consent, details/,
  );
});

test("a misspelt property is refused", () => {
  assert.match(errors(`export const member: Member = { firstname: "Sales" };`).join(), /firstname/);
});

test("what the service sets cannot be assigned", () => {
  assert.match(errors(`export const f = (referral: Referral) => { referral.id = ""; };`).join(), /read-only/);
});

test("a replacement is what was read, without links", () => {
  const body = (name: string) =>
    `export const f = ({ links, ...rest }: Referral): ReferralReplace => ${name};`;
  assert.deepEqual(errors(body("rest")), []);
  assert.match(
    errors(body("({ ...rest, links })")).join(),
    /'ReferralLinks' is not assignable to type 'never'/,
  );
});

test("editors show our names", () => {
  const source = `${imports}export const f = (referral: Referral) => referral.customerProfile;`;
  const info = serviceFor(source).getQuickInfoAtPosition(file, source.lastIndexOf("customerProfile"));
  assert.equal(
    ts.displayPartsToString(info?.displayParts),
    "(property) Referral.customerProfile: CustomerProfile",
  );
});

const file = fileURLToPath(new URL("user.ts", import.meta.url));

function errors(code: string): string[] {
  return serviceFor(imports + code)
    .getSemanticDiagnostics(file)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
}

/** TypeScript as an editor runs it, with `source` as the user's file. */
function serviceFor(source: string): ts.LanguageService {
  const options: ts.CompilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    module: ts.ModuleKind.NodeNext,
    target: ts.ScriptTarget.ES2023,
    types: [],
    noEmit: true,
  };
  return ts.createLanguageService({
    getScriptFileNames: () => [file],
    getScriptVersion: () => "1",
    getScriptSnapshot: (name) => {
      const text = name === file ? source : ts.sys.readFile(name);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => directory,
    getCompilationSettings: () => options,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: (name) => name === file || ts.sys.fileExists(name),
    readFile: (name) => (name === file ? source : ts.sys.readFile(name)),
    directoryExists: ts.sys.directoryExists,
    getDirectories: ts.sys.getDirectories,
    realpath: (name) => ts.sys.realpath?.(name) ?? name,
  });
}
