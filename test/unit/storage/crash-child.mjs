// Runs in a process of its own, to be killed: writes requests without end and reports each that is durable.
import { existsSync } from 'node:fs';
import { registerHooks } from 'node:module';

// The sources import each other without an extension, which Node alone does not resolve.
registerHooks({
  resolve(specifier, context, next) {
    if (!specifier.startsWith('.')) return next(specifier, context);
    const url = new URL(specifier, context.parentURL);
    const found = ['', '.ts', '/index.ts'].find(
      (end) => /\.\w+$/.test(url.pathname + end) && existsSync(new URL(url.href + end)),
    );
    return next(found === undefined ? specifier : url.href + found, context);
  },
});

const [, , file] = process.argv;
const { openStorage } = await import('../../../src/main/storage/index.ts');
const storage = openStorage({ file, nativeBinding: null, now: Date.now });
const trace = {
  requested: 'm',
  alias: null,
  client_id: 'cli',
  token: null,
  served: null,
  timing_ms: { auth: 0, route: 0, upstream_first_byte: null, total: 1 },
  attempts: [],
  skipped: [],
};
const end = {
  status: 'ok',
  httpStatus: 200,
  errorCode: null,
  provider: 'groq',
  model: 'm',
  keyId: null,
  keyLabel: null,
  keyScope: 'none',
  fallbackFrom: null,
  attemptCount: 1,
  firstTokenMs: null,
  totalMs: 1,
  usage: null,
  cost: null,
  booked: 0,
  keyAmounts: [],
  trace,
};

for (let index = 0; ; index += 1) {
  const id = `req_${index}`;
  storage.requests.start({
    id,
    startedAt: Date.now(),
    workspaceId: 'ws',
    clientId: 'cli',
    tokenId: null,
    tokenName: null,
    requested: 'm',
    alias: null,
    dialect: 'openai-chat',
    stream: false,
    reserved: 0,
  });
  process.stdout.write(`started ${id}\n`);
  if (index % 3 === 0) {
    await new Promise((resolve) => setImmediate(resolve));
    continue;
  }
  await storage.requests.finish(id, end);
  process.stdout.write(`finished ${id}\n`);
  // Time for the starts to be written: they wait some milliseconds for their ends.
  if (index % 40 === 1) await new Promise((resolve) => setTimeout(resolve, 20));
}
