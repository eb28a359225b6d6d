/**
 * Mocks and proxies in a process of their own, which says how long it was busy at a stretch and how much memory it has. They
 * are together in one, because what takes long is to load Prism.
 */
import { type MockOptions, type ProxyOptions, startMock, startProxy } from "@partner-referrals/mock";

// A cast: the test that starts this process sends options of one or the other.
const servers = JSON.parse(process.argv[2] ?? "[]") as (MockOptions | ProxyOptions)[];
const running = await Promise.all(
  servers.map((options) => ("upstream" in options ? startProxy(options) : startMock(options))),
);

let longest = 0;
let before = process.threadCpuUsage();
// Time on the processor between two ticks, so that a busy machine does not count.
setInterval(() => {
  const { user, system } = process.threadCpuUsage(before);
  longest = Math.max(longest, (user + system) / 1000);
  before = process.threadCpuUsage();
}, 5);

process.on("message", () => {
  process.send?.({ longest, rss: process.memoryUsage.rss() / 2 ** 20 });
  longest = 0;
});
process.send?.(running.map(({ url }) => url));
