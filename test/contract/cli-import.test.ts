import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ProviderKey } from '../../src/shared/domain/key';
import type { Page } from '../../src/shared/ipc/contract';
import { type Core, startCore } from '../support/core';
import { runCli } from '../support/run-cli';

const GROQ = 'gsk_cliImportSecret0123456789abcdefABCDEF';
const UNCLEAR = 'sk-cliImportUnclear0123456789abcdef';
const CLOUDFLARE = 'cfut_cliImportCloudflare0123456789abcdefABCDEF01';
const REFUSED = 'sk-ant-oat01-cliImportRefused0123456789abcdef';
const TEXT = `GROQ_API_KEY=${GROQ}\nSOME_KEY=${UNCLEAR}\nCLOUDFLARE_API_TOKEN=${CLOUDFLARE}\nCLAUDE_TOKEN=${REFUSED}\n`;

let core: Core;
let folder: string;
let file: string;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'sg-cli-import-'));
  file = path.join(folder, 'keys.env');
  // For the scan of what tests leave behind.
  writeFileSync(path.join(folder, 'planted-on-purpose'), '');
  writeFileSync(file, TEXT);
  core = await startCore();
  await runCli(['--version']);
}, 60_000);
afterAll(async () => {
  await core.close();
  rmSync(folder, { recursive: true, force: true });
});

const cli = (args: readonly string[], input = '') =>
  runCli(['keys', 'import', ...args, '--data-dir', core.dataDir], { input });
const stored = async () => (await core.control.call<Page<ProviderKey>>('GET', '/keys')).data;
const row = (stdout: string, number: string) => stdout.split('\n').find((line) => line.startsWith(number));

it('shows what is in a file, masked, says what is missing, and stores nothing', async () => {
  const answer = await cli([file]);
  expect(answer, answer.stderr).toMatchObject({ code: 0 });
  expect(row(answer.stdout, 'k1')).toMatch(/GROQ_API_KEY +groq .*yes$/);
  expect(row(answer.stdout, 'k2')).toContain('say whose it is: --provider k2=…');
  expect(row(answer.stdout, 'k3')).toContain('needs --field account_id=…');
  expect(row(answer.stdout, 'k4')).toContain('ubscription');
  expect(answer.stdout).toContain('1 key to import.');
  for (const secret of [GROQ, UNCLEAR, CLOUDFLARE, REFUSED]) expect(answer.stdout).not.toContain(secret);
  expect(await stored()).toEqual([]);
});

it('imports with --yes what is clear or was made clear, and the same again not twice', async () => {
  const choices = ['--provider', 'k2=deepseek', '--field', 'account_id=0123456789abcdef'];
  const answer = await cli([file, ...choices, '--yes']);
  expect(answer, answer.stderr).toMatchObject({ code: 0 });
  expect(answer.stdout).toContain('3 keys in the vault now');
  expect((await stored()).map(({ provider_name }) => provider_name).sort()).toEqual([
    'cloudflare',
    'deepseek',
    'groq',
  ]);
  const again = await cli(['-', '--yes'], readFileSync(file, 'utf8'));
  expect(again).toMatchObject({ code: 1, stdout: 'Nothing was imported.\n' });
  expect(again.stderr).toContain('In the vault already');
});

it.each([
  [['-'], '', 'nothing in it'],
  [[], '', 'Name one file'],
  [['-', '--environment'], TEXT, 'Name one file'],
  [['-', '--provider', 'k9=groq'], TEXT, 'has the number k9'],
  [['-', '--only', 'k1,k77'], TEXT, 'has the number k77'],
  [['-', '--provider', 'groq'], TEXT, 'name=value'],
  [['does-not-exist.env'], '', 'cannot be read'],
])('refuses %j, and does nothing', async (args, input, why) => {
  const answer = await cli([...args, '--yes'], input);
  expect(answer).toMatchObject({ code: 2, stdout: '' });
  expect(answer.stderr).toContain(why);
  expect(await stored()).toHaveLength(3);
});

it('answers a script with what the Control API says', async () => {
  const answer = await cli(['-', '--json'], 'MISTRAL_API_KEY=abcdEFGH0123abcdEFGH0123abcdEFGH');
  expect(JSON.parse(answer.stdout)).toMatchObject({
    format: 'env',
    entries: [{ id: 'k1', provider_name: 'mistral', state: 'ready' }],
  });
});
