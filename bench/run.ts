// `npm run bench [-- --json FILE]`. Runs on Node 24 as it is (type stripping), with a display and a built app.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type RunningApp, startApp } from '../test/support/app.ts';
import type { JobResult, Target } from './jobs.ts';
import { memoryOf } from './memory.ts';
import { forkWithPort, type LoadGenerator, startElectronProxy, startLoadGenerator } from './processes.ts';
import { type Measured, makeReport, printReport } from './report.ts';
import { median } from './statistics.ts';

const WARM_UP = { rounds: 4, block: 150 };
const LATENCY = { rounds: 40, block: 40 };
const FIRST_TOKEN = { rounds: 10, block: 8 };
const THROUGHPUT = { rounds: 3, concurrency: 32, ms: 2_000 };

const { values: options } = parseArgs({ options: { json: { type: 'string' } } });
const closers: (() => Promise<void>)[] = [];

async function closeAll(): Promise<void> {
  for (const close of closers.splice(0).reverse()) await close();
}

async function main(): Promise<void> {
  const provider = await keep(forkWithPort('provider.mjs'));
  const bare = await keep(forkWithPort('bare-proxy/node.mjs', [String(provider.port)]));
  const bareInElectron = await keep(startElectronProxy(provider.port));
  const app = await keep(startApp());
  const load = startLoadGenerator();
  closers.push(load.close);
  const targets: readonly Target[] = [
    { name: 'direct', ...plain(provider.port) },
    { name: 'bare proxy', ...plain(bare.port) },
    { name: 'bare proxy in Electron', ...plain(bareInElectron.port) },
    { name: 'app', ...(await configureApp(app, provider.port)) },
  ];
  const report = makeReport(await measure(load, targets, app.pid));
  console.log(printReport(report));
  if (options.json) writeFileSync(options.json, `${JSON.stringify(report, null, 2)}\n`);
}

async function measure(load: LoadGenerator, targets: readonly Target[], appPid: number): Promise<Measured> {
  say('warming up');
  check(await load.run({ kind: 'latency', targets, ...WARM_UP }));
  check(await load.run({ kind: 'first-token', targets, rounds: 1, block: 3 }));
  const idle = memoryOf(appPid);
  say('one request at a time');
  const latency = check(await load.run({ kind: 'latency', targets, ...LATENCY })).samples;
  say('time to the first token');
  const firstToken = check(await load.run({ kind: 'first-token', targets, ...FIRST_TOKEN })).samples;
  say('32 requests at a time');
  const perSecond = await measureThroughput(load, targets);
  return { latency, firstToken, perSecond, memory: { idle, afterLoad: memoryOf(appPid) } };
}

async function measureThroughput(
  load: LoadGenerator,
  targets: readonly Target[],
): Promise<Record<string, number>> {
  const rates: Record<string, number[]> = {};
  for (let round = 0; round < THROUGHPUT.rounds; round++) {
    for (const target of targets) {
      const { samples } = check(await load.run({ kind: 'throughput', target, ...THROUGHPUT }));
      rates[target.name] = [...(rates[target.name] ?? []), ...(samples[target.name] ?? [])];
    }
  }
  return Object.fromEntries(Object.entries(rates).map(([name, values]) => [name, median(values)]));
}

/** A key, an alias and a token, as a user would have them: what is measured is the ordinary way through the app. */
async function configureApp(
  { control, gatewayUrl }: RunningApp,
  providerPort: number,
): Promise<Omit<Target, 'name'>> {
  await control.call('POST', '/providers', {
    id: 'bench',
    name: 'Bench',
    base_url: `http://127.0.0.1:${providerPort}/v1`,
  });
  await control.call('POST', '/keys', {
    provider_name: 'bench',
    api_key: 'bench-key-0001',
    share_with_pool: true,
  });
  await control.call('PUT', '/aliases/bench%2Fchat', {
    slots: [{ provider: 'bench', model: 'bench-model' }],
  });
  const { token } = await control.call<{ token: string }>('POST', '/agent-tokens', { name: 'bench' });
  return { origin: new URL(gatewayUrl).origin, token, model: 'bench/chat' };
}

function plain(port: number): Omit<Target, 'name'> {
  return { origin: `http://127.0.0.1:${port}`, token: 'bench', model: 'bench-model' };
}

async function keep<T extends { close(): Promise<void> }>(starting: Promise<T>): Promise<T> {
  const started = await starting;
  closers.push(started.close);
  return started;
}

function check(result: JobResult): JobResult {
  if (result.failures > 0)
    throw new Error(`${result.failures} requests failed, the first: ${result.firstFailure}`);
  return result;
}

function say(what: string): void {
  process.stderr.write(`bench: ${what}\n`);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void closeAll().finally(() => process.exit(130)));
}
try {
  await main();
} finally {
  await closeAll();
}
