// The same proxy in Electron's main process: what the runtime alone costs.
import { app } from 'electron';
import { startBareProxy } from './proxy.mjs';

// Not awaited here: Electron is not ready before this module has been evaluated.
app.whenReady().then(() => {
  startBareProxy(Number(process.env.BENCH_UPSTREAM_PORT), (port) =>
    process.stdout.write(`{"port":${port}}\n`),
  );
});
process.once('SIGTERM', () => app.exit());
// The bench is gone.
process.stdin.on('end', () => app.exit()).resume();
