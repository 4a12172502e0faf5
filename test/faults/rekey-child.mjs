// Encrypts everything again and again until it is killed: rekey-child.mjs <data dir>
import { flushCompileCache } from 'node:module';
import './run-sources.mjs';

const [, , dataDir] = process.argv;
const { openKeyStore } = await import('./key-store.ts');
const store = await openKeyStore(dataDir);
// A killed process could not leave it behind.
flushCompileCache();
process.stdout.write('begun\n');
for (;;) await store.encryptAgain();
