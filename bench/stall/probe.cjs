// Loaded into the app by NODE_OPTIONS=--require, into its main thread and into every thread it starts. Notes once a
// second how long the event loop of that thread was held up.
const { appendFileSync } = require('node:fs');
const path = require('node:path');
const { monitorEventLoopDelay, performance } = require('node:perf_hooks');
const { isMainThread } = require('node:worker_threads');

const RESOLUTION_MS = 1;
const SLICE_MS = 1000;

const file = process.env.BENCH_STALL_FILE;

/** Not known yet when this file is loaded. */
function threadName() {
  if (process.env.BENCH_STALL_NAME) return process.env.BENCH_STALL_NAME;
  return isMainThread ? 'main' : path.basename(String(process.argv[1]), '.js');
}

function toMs(nanoseconds) {
  return Number.isFinite(nanoseconds) ? nanoseconds / 1e6 : 0;
}

function watch() {
  const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delays.enable();
  let from = performance.timeOrigin + performance.now();
  const note = () => {
    const to = performance.timeOrigin + performance.now();
    const slice = {
      thread: threadName(),
      from,
      to,
      beats: delays.count,
      longestMs: toMs(delays.max),
      p99Ms: toMs(delays.percentile(99)),
    };
    appendFileSync(file, `${JSON.stringify(slice)}\n`);
    delays.reset();
    from = to;
  };
  setInterval(note, SLICE_MS).unref();
}

if (file) watch();
