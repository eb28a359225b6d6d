/** Limits how much runs at once, altogether and for each key. */
export interface Limiter {
  /** Runs a task when there is room for it; tasks of one key start in the order in which they came. */
  run<Result>(key: string, task: () => Promise<Result>): Promise<Result>;
}

interface Waiting {
  readonly key: string;
  readonly start: () => void;
}

export function createLimiter(maxTotal: number, maxPerKey: number): Limiter {
  const running = new Map<string, number>();
  const waiting: Waiting[] = [];
  let total = 0;
  const hasRoom = (key: string) => total < maxTotal && (running.get(key) ?? 0) < maxPerKey;
  const count = (key: string, change: 1 | -1) => {
    const left = (running.get(key) ?? 0) + change;
    if (left === 0) running.delete(key);
    else running.set(key, left);
    total += change;
  };
  const startNext = () => {
    const index = waiting.findIndex(({ key }) => hasRoom(key));
    const [next] = index < 0 ? [] : waiting.splice(index, 1);
    if (next === undefined) return;
    count(next.key, 1);
    next.start();
  };
  return {
    async run(key, task) {
      if (hasRoom(key)) count(key, 1);
      else await new Promise<void>((start) => waiting.push({ key, start }));
      try {
        return await task();
      } finally {
        count(key, -1);
        startNext();
      }
    },
  };
}
