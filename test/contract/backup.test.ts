import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CreatedAgentToken } from '../../src/shared/domain/agent-token';
import type { RestorePlan } from '../../src/shared/domain/change-plan';
import { runCli } from '../support/run-cli';
import { openWorld, type World } from '../support/world';

const PASSPHRASE = 'four words make a phrase';
/** As the core of tests has it. */
const OF_VAULT = 'a passphrase for tests';
const SECRET = 'gsk_backupContractSecret0123456789abcdef';

let world: World;
let other: World;
let folder: string;
let token: CreatedAgentToken;
let backup: Buffer;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'sg-backup-'));
  world = await openWorld();
  other = await openWorld();
  await world.core.control.call('POST', '/keys', { provider_name: 'groq', api_key: SECRET });
  token = await world.core.control.call('POST', '/agent-tokens', { name: 'ci-bot' });
  backup = await exportBytes(world.core.control.socketPath);
  await runCli(['--version']);
}, 60_000);
afterAll(async () => {
  await world.close();
  await other.close();
  rmSync(folder, { recursive: true, force: true });
});

const cli = ({ core }: World, args: readonly string[], input = '') =>
  runCli([...args, '--data-dir', core.dataDir], { input });

/** The bytes, which a text reader would spoil. */
function exportBytes(socketPath: string): Promise<Buffer> {
  const body = JSON.stringify({ passphrase: PASSPHRASE, vault_passphrase: OF_VAULT });
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const outgoing = request(
      { socketPath, method: 'POST', path: '/v1/backup/export', headers },
      (incoming) => {
        const pieces: Buffer[] = [];
        incoming.on('data', (piece: Buffer) => pieces.push(piece));
        incoming.on('end', () => resolve(Buffer.concat(pieces)));
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** 200 where the tool's token is known, whatever the rest says. */
const askUsage = async ({ core }: World) =>
  (await fetch(`${core.gatewayUrl}/v1/usage`, { headers: { authorization: `Bearer ${token.token}` } }))
    .status;

describe('over the Control API', () => {
  it('moves to another computer, where tools go on with their tokens', async () => {
    expect(backup.toString('latin1', 0, 21)).toBe('age-encryption.org/v1');
    const body = { passphrase: PASSPHRASE, file: backup.toString('base64') };
    const dry = await other.core.control.call<RestorePlan>('POST', '/backup/restore?dry_run', body);
    expect(dry).toMatchObject({ applied: false, mode: 'merge' });
    expect(dry.changes).toContainEqual({ thing: 'agent_token', action: 'add', name: 'ci-bot', fields: [] });
    expect(await askUsage(other)).toBe(401);

    const done = await other.core.control.call<RestorePlan>('POST', '/backup/restore', body);
    expect(done).toEqual({ ...dry, applied: true });
    expect(await askUsage(other)).toBe(200);
    expect(await other.core.control.call('GET', '/keys')).toMatchObject({
      data: [{ provider_name: 'groq' }],
    });

    await other.core.control.call('POST', '/backup/undo');
    expect(await askUsage(other)).toBe(401);
    expect(await other.core.control.call('GET', '/backup')).toEqual({ undo_from: null });
  });

  it.each([
    ['a wrong passphrase', { passphrase: 'something else entirely' }, 400, 'passphrase'],
    ['a file that is none', { file: 'aGVsbG8=' }, 400, 'file'],
    ['no base64', { file: '***' }, 400, 'file'],
    ['an unknown mode', { mode: 'erase' }, 400, 'mode'],
  ])('answers %s with what is wrong, and never repeats it', async (_what, change, status, param) => {
    const file = backup.toString('base64');
    const answer = await other.core.control.send('POST', '/backup/restore', {
      passphrase: PASSPHRASE,
      file,
      ...change,
    });
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.text)).toMatchObject({ error: { param } });
    expect(answer.text).not.toContain(PASSPHRASE);
    expect(answer.text).not.toContain('something else entirely');
  });

  it('makes none for a program that does not know the passphrase of the vault', async () => {
    for (const vault_passphrase of [undefined, PASSPHRASE]) {
      const body = { passphrase: PASSPHRASE, vault_passphrase };
      const answer = await other.core.control.send('POST', '/backup/export', body);
      expect(answer.status).toBe(400);
      expect(JSON.parse(answer.text)).toMatchObject({ error: { param: 'vault_passphrase' } });
      expect(answer.text).not.toContain('age-encryption');
    }
  });

  it('refuses a file that is far too large without reading it all into a plan', async () => {
    const answer = await other.core.control.send('POST', '/backup/restore', {
      passphrase: PASSPHRASE,
      file: 'A'.repeat(12 * 1024 * 1024),
    });
    expect([400, 413]).toContain(answer.status);
  });

  it('shows the configuration, and imports only what fits', async () => {
    const config = await world.core.control.call<object>('GET', '/config/export');
    expect(JSON.stringify(config)).not.toContain(SECRET);
    const dry = await other.core.control.call('POST', '/config/import', { config, dry_run: true });
    expect(dry).toMatchObject({
      applied: false,
      notices: [expect.stringContaining('groq'), expect.anything()],
    });
    const refused = await other.core.control.send('POST', '/config/import', {
      config: { ...config, extra: 1 },
    });
    expect(JSON.parse(refused.text)).toMatchObject({ error: { param: 'config.extra' } });
  });
});

describe('on the command line', () => {
  const file = () => path.join(folder, 'mine.age');

  it('writes a backup only its owner can read, with the passphrase from standard input', async () => {
    const answer = await cli(world, ['backup', 'export', file()], `${OF_VAULT}\n${PASSPHRASE}\n`);
    expect(answer, answer.stderr).toMatchObject({ code: 0, stdout: `Written to ${file()}.\n` });
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    expect(readFileSync(file()).includes(SECRET)).toBe(false);
  });

  it('says what would change, and then changes it', async () => {
    const dry = await cli(other, ['backup', 'restore', file(), '--dry-run'], PASSPHRASE);
    expect(dry, dry.stderr).toMatchObject({ code: 0 });
    expect(dry.stdout).toContain('+ agent token ci-bot');
    expect(dry.stdout).toContain('none of them made yet');
    expect(await askUsage(other)).toBe(401);
    const done = await cli(other, ['backup', 'restore', file()], PASSPHRASE);
    expect(done, done.stderr).toMatchObject({ code: 0 });
    expect(await askUsage(other)).toBe(200);
    expect(await cli(other, ['backup', 'undo'])).toMatchObject({ code: 0 });
    expect(await askUsage(other)).toBe(401);
  });

  it('leaves no half file behind when the vault says no', async () => {
    const target = path.join(folder, 'short.age');
    expect(await cli(world, ['backup', 'export', target], `${PASSPHRASE}\n`)).toMatchObject({ code: 2 });
    const wrong = await cli(world, ['backup', 'export', target], `not it\n${PASSPHRASE}\n`);
    expect(wrong).toMatchObject({ code: 1 });
    expect(wrong.stderr).toContain('This is not the passphrase of the vault.');
    expect(await cli(world, ['backup', 'export', target], `${OF_VAULT}\nshort\n`)).toMatchObject({ code: 1 });
    expect(existsSync(target)).toBe(false);
  });

  it('keeps the configuration in a file, and shows the difference', async () => {
    const target = path.join(folder, 'spidergate.json');
    const { stdout } = await cli(world, ['config', 'export']);
    const config: { settings: { stall_ms: number } } = JSON.parse(stdout);
    writeFileSync(target, JSON.stringify({ ...config, settings: { ...config.settings, stall_ms: 9000 } }));
    const diff = await cli(world, ['config', 'diff', target]);
    expect(diff.stdout).toContain('~ setting stall_ms');
    expect(diff.stdout).toContain('value: 15000 → 9000');
    const shown = await cli(world, ['config', 'import'], readFileSync(target, 'utf8'));
    expect(shown.stdout).toContain('none of them made yet');
    expect(await world.core.control.call('GET', '/settings')).toMatchObject({ stall_ms: 15_000 });
    await cli(world, ['config', 'import', '--yes'], readFileSync(target, 'utf8'));
    expect(await world.core.control.call('GET', '/settings')).toMatchObject({ stall_ms: 9000 });
    const again = await cli(world, ['config', 'diff', target]);
    expect(again.stdout).toContain('Nothing to change');
  });
});
