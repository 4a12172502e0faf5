// Runs the whole core in a process of its own, to be killed: core-child.mjs <data dir> <port>
import { flushCompileCache } from 'node:module';
import './run-sources.mjs';

const [, , dataDir, port] = process.argv;
const { startCore } = await import('../support/core.ts');
const core = await startCore({ dataDir, port: Number(port) });
// A killed process could not leave it behind.
flushCompileCache();
process.stdout.write(`${core.control.socketPath}\n`);
