import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AgentToken, CreatedAgentToken } from '../../src/shared/domain/agent-token';
import type { ProviderKey } from '../../src/shared/domain/key';
import type { Status } from '../../src/shared/domain/status';
import type { Page } from '../../src/shared/ipc/contract';
import { type CliAnswer, runCli } from '../support/run-cli';
import { openWorld, type World } from '../support/world';

let world: World;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'sg-cli-'));
  world = await openWorld();
  // The first run builds it.
  await runCli(['--version']);
}, 60_000);
afterAll(async () => {
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});

const cli = (args: readonly string[], input?: string) =>
  runCli([...args, '--data-dir', world.core.dataDir], input === undefined ? {} : { input });

/** The document a `--json` run printed. */
async function json<T>(args: readonly string[], input?: string): Promise<T> {
  const answer = await cli([...args, '--json'], input);
  expect(answer, answer.stderr).toMatchObject({ code: 0, stderr: '' });
  const value: T = JSON.parse(answer.stdout);
  return value;
}

const lines = (answer: CliAnswer) => answer.stdout.trimEnd().split('\n');

describe('the built file', () => {
  it('runs alone in any folder, on a Node that goes by its ending too, as that of Electron does', async () => {
    const shipped = path.join(folder, 'spidergate.mjs');
    copyFileSync(path.resolve(import.meta.dirname, '../../out/cli/spidergate.mjs'), shipped);
    const args = ['--no-experimental-detect-module', shipped, 'status', '--data-dir', world.core.dataDir];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder });
    expect(stdout).toMatch(/^state +running$/m);
  });
});

describe('a command line that is wrong', () => {
  it.each([
    [['tokens', 'show'], 'spidergate tokens show --help'],
    [['route', 'explain'], 'spidergate route explain --help'],
    [['requests', '--bogus'], 'spidergate requests list --help'],
    [['keys', 'nonsense'], 'spidergate keys --help'],
    [['nonsense'], 'spidergate --help'],
  ])('%j names the help of that very command', async (args, help) => {
    const answer = await cli(args);
    expect(answer.code).toBe(2);
    expect(answer.stderr).toContain(`See "${help}".`);
  });
});

describe('a pause', () => {
  it('of some minutes ends by itself, and says when', async () => {
    const { stdout } = await cli(['pause', '--minutes', '30']);
    expect(stdout).toMatch(/^state +paused$/m);
    expect(stdout).toMatch(/^resumes at +\d{4}-/m);
    const { gateway } = await json<Status>(['pause', '--minutes', '5']);
    expect(Date.parse(gateway.paused_until ?? '') - Date.now()).toBeGreaterThan(4 * 60_000);
    expect((await json<Status>(['pause'])).gateway.paused_until).toBeNull();
    expect((await json<Status>(['resume'])).gateway.state).toBe('running');
    expect((await cli(['pause', '--minutes', '0'])).code).toBe(2);
  });
});

describe('finding the app', () => {
  it('says how to start it, with a code of its own, when nothing listens', async () => {
    const answer = await runCli(['status', '--data-dir', folder]);
    expect(answer.code).toBe(3);
    expect(answer.stderr).toContain('SpiderGate is not running');
    expect(answer.stderr).toContain('Start the app');
    expect(answer.stderr).not.toContain('at ');
  });

  it('says the same as JSON, so that a script can tell', async () => {
    const answer = await runCli(['status', '--json', '--data-dir', folder]);
    expect(JSON.parse(answer.stderr)).toMatchObject({ error: { code: 'not_running' } });
    expect(answer.stdout).toBe('');
  });

  it('takes the data dir from the environment, as the app does', async () => {
    const answer = await runCli(['status'], { env: { SPIDERGATE_DATA_DIR: world.core.dataDir } });
    expect(answer).toMatchObject({ code: 0, stderr: '' });
    expect(answer.stdout).toMatch(/^state +running$/m);
  });

  it("takes it from the folder for programs' data when nobody says it", async () => {
    const answer = await runCli(['status'], { env: { XDG_CONFIG_HOME: folder, HOME: folder } });
    expect(answer.stderr).toContain('spidergate');
    expect(answer.stderr).toContain(folder);
    expect(answer.code).toBe(3);
  });
});

describe('the command line itself', () => {
  it.each([
    [['stats'], 'Did you mean status?'],
    [['keys', 'lsit'], 'Did you mean list?'],
    [['tokens', 'create', '--naem', 'x'], 'Did you mean --name?'],
    [['tokens', 'create'], '--name is missing.'],
    [['tokens', 'create', '--name', 'x', '--expires-at', 'soon'], '--expires-at'],
    [['tokens', 'create', '--name', 'x', '--scopes', 'gate:everything'], '--scopes'],
    [['keys', 'show'], "missing required argument 'key'"],
  ])('answers %j with what is wrong, and code 2', async (args, said) => {
    const answer = await cli(args);
    expect(answer.stderr).toContain(said);
    expect(answer).toMatchObject({ code: 2, stdout: '' });
  });

  it.each([[['--help']], [['keys', '--help']], [['requests', 'list', '--help']], [['help', 'tokens']]])(
    'helps with %j on standard output',
    async (args) => {
      const answer = await cli(args);
      expect(answer).toMatchObject({ code: 0, stderr: '' });
      expect(answer.stdout).toContain('Usage: spidergate');
      expect(answer.stdout).toContain('Example');
    },
  );

  it('refuses an argument that looks like a key before anything is done, and never repeats it', async () => {
    const secret = `gsk_${'Aa1'.repeat(12)}`;
    for (const args of [
      ['keys', 'add', secret],
      ['keys', 'add', `--api-key=${secret}`],
      ['keys', 'add', '--label', secret],
    ]) {
      const answer = await cli(args);
      expect(answer.code).toBe(2);
      expect(answer.stderr).toContain('standard input');
      expect(`${answer.stdout}${answer.stderr}`).not.toContain(secret);
    }
    expect((await json<Page<ProviderKey>>(['keys'])).data.some((key) => key.key_label === secret)).toBe(
      false,
    );
  });
});

describe('agent tokens', () => {
  it('prints a new one alone on standard output, so that a shell can catch it', async () => {
    const answer = await cli(['tokens', 'create', '--name', 'catch-me']);
    expect(answer.code).toBe(0);
    expect(lines(answer)).toHaveLength(1);
    expect(answer.stdout.trim()).toMatch(/^spideriq_pat_[A-Za-z0-9]{32}$/);
    expect(answer.stderr).not.toContain(answer.stdout.trim());
    const shown = await cli(['tokens', 'show', 'catch-me']);
    expect(shown.stdout).not.toContain(answer.stdout.trim());
  });

  it('passes every field of the policy on', async () => {
    const made = await json<CreatedAgentToken>([
      ...['tokens', 'create', '--name', 'policy', '--workspace', 'personal', '--free-models-only'],
      ...['--allowed-models', 'spideriq/*,groq/*', '--scopes', 'gate:chat', '--expires-at', '30d'],
      ...['--rpm-limit', '60', '--rpd-limit', '1000', '--tpm-limit', '50000', '--parallel-limit', '3'],
      ...['--budget-usd', '2.5', '--budget-window', 'week', '--budget-action', 'warn'],
    ]);
    expect(made).toMatchObject({
      name: 'policy',
      allowed_models: ['spideriq/*', 'groq/*'],
      scopes: ['gate:chat'],
      free_models_only: true,
      rpm_limit: 60,
      rpd_limit: 1000,
      tpm_limit: 50_000,
      parallel_limit: 3,
      budget_usd: 2.5,
      budget_window: 'week',
      budget_action: 'warn',
    });
    const days = (Date.parse(made.expires_at ?? '') - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(29.9);
    const changed = await json<AgentToken>([
      'tokens',
      'update',
      'policy',
      '--rpm-limit',
      'none',
      '--expires-at',
      'none',
    ]);
    expect(changed).toMatchObject({ rpm_limit: null, expires_at: null, rpd_limit: 1000 });
  });

  it('pauses, resumes, rotates and revokes by name', async () => {
    const first = (await cli(['tokens', 'create', '--name', 'life'])).stdout.trim();
    const works = async (token: string) => (await world.post({}, { credential: token })).status !== 401;
    expect(await works(first)).toBe(true);
    await cli(['tokens', 'pause', 'life']);
    expect(await works(first)).toBe(false);
    await cli(['tokens', 'resume', 'life']);
    expect(await works(first)).toBe(true);
    const second = (await cli(['tokens', 'rotate', 'life'])).stdout.trim();
    expect([await works(first), await works(second)]).toEqual([false, true]);
    expect((await cli(['tokens', 'revoke', 'life'])).code).toBe(0);
    expect(await works(second)).toBe(false);
    expect(await cli(['tokens', 'show', 'life'])).toMatchObject({ code: 2 });
  });

  it('does not guess between two of the same name', async () => {
    await cli(['tokens', 'create', '--name', 'twin']);
    await cli(['tokens', 'create', '--name', 'twin']);
    const answer = await cli(['tokens', 'revoke', 'twin']);
    expect(answer.code).toBe(2);
    expect(answer.stderr).toContain('use an id');
    expect(
      (await json<Page<AgentToken>>(['tokens'])).data.filter(({ name }) => name === 'twin'),
    ).toHaveLength(2);
  });
});

describe('keys', () => {
  it('takes the secret from standard input and shows it nowhere', async () => {
    const secret = `gsk_${'k3y'.repeat(16)}`;
    const answer = await cli(['keys', 'add', '--label', 'piped'], `${secret}\n`);
    expect(answer).toMatchObject({ code: 0, stderr: '' });
    expect(answer.stdout).toMatch(/^provider_name +groq$/m);
    expect(answer.stdout).not.toContain(secret);
    const renamed = await json<ProviderKey>(['keys', 'update', 'piped', '--label', 'second', '--no-enabled']);
    expect(renamed).toMatchObject({ key_label: 'second', enabled: false });
    expect((await cli(['keys', 'remove', 'second'])).stdout).toContain('deleted');
  });

  it('asks for the provider where the key does not show it', async () => {
    const answer = await cli(['keys', 'add'], 'no-known-prefix-0001');
    expect(answer.code).toBe(2);
    expect(answer.stderr).toContain('--provider');
    expect(answer.stderr).not.toContain('no-known-prefix');
  });

  it('says that nothing came when standard input is empty', async () => {
    const answer = await cli(['keys', 'add', '--provider', 'groq'], '');
    expect(answer.code).toBe(2);
    expect(answer.stderr).toContain('standard input');
  });

  it("ends a failed test with 1, and hands the app's own refusals on", async () => {
    const upstream = await world.addUpstream();
    const works = await cli(['keys', 'test', upstream.keys[0]?.id ?? '']);
    expect(works).toMatchObject({ code: 0 });
    await upstream.fake.close();
    expect((await cli(['keys', 'test', upstream.keys[0]?.id ?? ''])).code).toBe(1);
    const refused = await cli(['keys', 'add', '--provider', 'nobody', '--json'], 'some-key-0001');
    expect(refused.code).toBe(1);
    expect(JSON.parse(refused.stderr)).toHaveProperty('error.message');
    expect((await cli(['keys', 'reset-health', upstream.keys[0]?.id ?? ''])).code).toBe(0);
  });
});

describe('everything else', () => {
  it('pauses and resumes the gateway', async () => {
    expect((await cli(['pause'])).stdout).toMatch(/^state +paused$/m);
    expect((await cli(['resume'])).stdout).toMatch(/^state +running$/m);
  });

  it('makes, renames and rotates a workspace', async () => {
    const credential = (await cli(['workspaces', 'create', 'acme'])).stdout.trim();
    expect(credential).toMatch(/^cli_[^:]+:key_[^:]+:secret_\S+$/);
    expect((await cli(['workspaces', 'rename', 'acme', 'acme-2'])).stdout).toMatch(/^name +acme-2$/m);
    const rotated = (await cli(['workspaces', 'rotate', 'acme-2'])).stdout.trim();
    expect(rotated).toMatch(/:secret_/);
    expect(rotated).not.toBe(credential);
    expect((await cli(['workspaces', 'remove', 'acme-2'])).code).toBe(0);
  });

  it('sets an alias from a file and from standard input, explains it, and takes it back', async () => {
    const upstream = await world.addUpstream();
    const alias = JSON.stringify({ slots: [{ provider: upstream.id, model: upstream.model }] });
    const file = path.join(folder, 'alias.json');
    writeFileSync(file, alias);
    expect((await cli(['aliases', 'set', 'my/one', '--file', file])).stdout).toContain(upstream.model);
    expect((await cli(['aliases', 'set', 'my/two'], alias)).code).toBe(0);
    expect((await cli(['route', 'explain', 'my/two'])).stdout).toMatch(
      new RegExp(`1 +${upstream.id} +${upstream.model}`),
    );
    expect((await cli(['aliases', 'set', 'my/three'], '{"slots":[]}')).code).toBe(2);
    expect((await cli(['aliases', 'reset', 'my/two'])).stdout).toContain('deleted');
    expect((await cli(['aliases', 'show', 'my/two'])).code).toBe(2);
  });

  it('switches a provider off and on', async () => {
    expect((await cli(['providers', 'disable', 'groq'])).stdout).toMatch(/^enabled +no$/m);
    expect((await cli(['providers', 'enable', 'groq'])).stdout).toMatch(/^enabled +yes$/m);
    expect((await cli(['providers', 'enable', 'nobody'])).code).toBe(1);
  });
});

describe('the vault', () => {
  it('opens with a passphrase from standard input only', async () => {
    const locked = await openWorld({ passphrase: null });
    try {
      const run = (args: readonly string[], input: string) =>
        runCli([...args, '--data-dir', locked.core.dataDir], { input });
      expect(await run(['unlock', 'a passphrase'], '')).toMatchObject({ code: 2 });
      expect((await run(['unlock'], 'short\n')).code).toBe(1);
      const opened = await run(['unlock'], 'long enough to be one\n');
      expect(opened.code).toBe(0);
      expect(opened.stdout).toMatch(/^vault +unlocked$/m);
      expect(opened.stdout).not.toContain('long enough');
      expect((await run(['lock'], '')).stdout).toMatch(/^vault +locked$/m);
      expect((await run(['unlock'], 'long enough to be one\n')).code).toBe(0);
      expect((await run(['vault', 'encrypt-again'], 'a wrong one\n')).code).toBe(1);
      expect((await run(['vault', 'encrypt-again'], 'long enough to be one\n')).code).toBe(0);
      expect((await run(['vault', 'use-keychain'], 'long enough to be one\n')).stderr).toContain('keychain');
    } finally {
      await locked.close();
    }
  });
});
