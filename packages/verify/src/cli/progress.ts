/** A bar on a terminal; nothing in a log. */
export interface Progress {
  readonly show: (bytes: number) => void;
  readonly end: () => void;
}

const width = 30;

export function createProgress(totalBytes: number | undefined): Progress {
  const { stderr } = process;
  let shown = "";
  if (!stderr.isTTY || !totalBytes) return { show: () => {}, end: () => {} };
  return {
    show(bytes) {
      const done = Math.min(1, bytes / totalBytes);
      const bar = "#".repeat(Math.round(done * width)).padEnd(width, ".");
      const next = `${bar} ${Math.floor(done * 100)} %`;
      if (next !== shown) stderr.write(`\r${next}`);
      shown = next;
    },
    end() {
      if (shown !== "") stderr.write(`\r${" ".repeat(shown.length)}\r`);
    },
  };
}
