/** A mock or proxy in a process of its own, which says how long it was busy at a stretch and how much memory it has. */
import { type MockOptions, type ProxyOptions, startMock, startProxy } from "@partner-referrals/mock";

// A cast: the test that starts this process sends the options of one or the other.
const options = JSON.parse(process.argv[2] ?? "{}") as MockOptions | ProxyOptions;
const server = await ("upstream" in options ? startProxy(options) : startMock(options));

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
process.send?.(server.url);
