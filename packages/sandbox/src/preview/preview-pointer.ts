import { formatPointer, parsePointer } from "@partner-referrals/spec/model";

/** The names of version 1.0 that the preview has others for. */
const previewNames: ReadonlyMap<string, string> = new Map([
  ["closingDateTime", "ClosingDate"],
  ["industries", "IndustryFocus"],
  ["services", "ServiceTypes"],
]);

/** Where in a request of the preview a place of the referral that was made of it came from. */
export function toPreviewPointer(pointer: string): string {
  const [first = "", second = "", ...rest] = parsePointer(pointer);
  if (first === "") return pointer;
  // The contact is an object in the preview, and the first item of an array in version 1.0.
  const source =
    first === "customerProfile" && second === "team"
      ? ["CustomerProfile", "Contacts", ...rest.slice(1)]
      : first === "team"
        ? ["Participants", "Users", ...(second === "" ? [] : [second]), ...rest]
        : [first, ...(second === "" ? [] : [second]), ...rest];
  // What is below a tag, such as the id of a solution, has the same name in both.
  const isInTag = (index: number) => first === "details" && index > 3;
  return formatPointer(source.map((name, index) => (isInTag(index) ? name : toPreviewName(name))));
}

function toPreviewName(name: string): string {
  return previewNames.get(name) ?? name.charAt(0).toUpperCase() + name.slice(1);
}
