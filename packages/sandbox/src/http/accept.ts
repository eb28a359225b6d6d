/** Whether an Accept header allows JSON. The most specific range decides. */
export function acceptsJson(accept: string | undefined): boolean {
  if (accept === undefined || accept === "*/*" || accept === "application/json" || accept.trim() === "")
    return true;
  const ranges = accept.split(",").map((range) => {
    const [type = "", ...parameters] = range.split(";").map((part) => part.trim().toLowerCase());
    const quality = parameters.find((parameter) => parameter.startsWith("q="));
    return { type, isAllowed: quality === undefined || Number(quality.slice(2)) > 0 };
  });
  for (const type of ["application/json", "application/*", "*/*"]) {
    const found = ranges.find((range) => range.type === type);
    if (found !== undefined) return found.isAllowed;
  }
  return false;
}
