import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const directory = import.meta.dirname;
const file = fileURLToPath(new URL("user.ts", import.meta.url));
const imports = `import type { Member, Referral, ReferralCreate, ReferralReplace, ReferralState, ReferralStatus, ReferralType } from "@partner-referrals/types";\n`;

test("an open enum takes any string", () => {
  assert.deepEqual(errors(`export const type: ReferralType = "SomethingNew";`), []);
});

test("an open enum still completes its known values", () => {
  const source = `${imports}export const type: ReferralType = "";`;
  const completions = editorWith(source).getCompletionsAtPosition(file, source.lastIndexOf('"'), {});
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
  const info = editorWith(source).getQuickInfoAtPosition(file, source.lastIndexOf("customerProfile"));
  assert.equal(
    ts.displayPartsToString(info?.displayParts),
    "(property) Referral.customerProfile: CustomerProfile",
  );
});

function errors(code: string): string[] {
  return editorWith(imports + code)
    .getSemanticDiagnostics(file)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
}

/** The user's file. The editor reads it again when its version is another. */
const user = { text: "", version: 0 };

/** TypeScript as an editor runs it. It keeps what it has read of the types, which takes far longer than the user's file. */
const editor: ts.LanguageService = ts.createLanguageService({
  getScriptFileNames: () => [file],
  getScriptVersion: (name) => (name === file ? String(user.version) : "1"),
  getScriptSnapshot: (name) => {
    const text = name === file ? user.text : ts.sys.readFile(name);
    return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
  },
  getCurrentDirectory: () => directory,
  getCompilationSettings: () => ({
    strict: true,
    exactOptionalPropertyTypes: true,
    module: ts.ModuleKind.NodeNext,
    target: ts.ScriptTarget.ES2023,
    types: [],
    noEmit: true,
  }),
  getDefaultLibFileName: ts.getDefaultLibFilePath,
  fileExists: (name) => name === file || ts.sys.fileExists(name),
  readFile: (name) => (name === file ? user.text : ts.sys.readFile(name)),
  directoryExists: ts.sys.directoryExists,
  getDirectories: ts.sys.getDirectories,
  realpath: (name) => ts.sys.realpath?.(name) ?? name,
});

/** The editor, with `source` as the user's file. */
function editorWith(source: string): ts.LanguageService {
  user.text = source;
  user.version++;
  return editor;
}
