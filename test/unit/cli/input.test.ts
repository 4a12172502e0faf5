import { PassThrough } from 'node:stream';
import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { findControlPath, findDataDir } from '../../../src/cli/find-app';
import { insertDefaultCommand } from '../../../src/cli/input/default-command';
import { addFieldOptions, readFieldValues } from '../../../src/cli/input/field-options';
import { parseTime } from '../../../src/cli/input/parse-time';
import { createSecretReader } from '../../../src/cli/input/read-secret';
import { refuseSecrets } from '../../../src/cli/input/refuse-secrets';

const now = new Date('2026-11-22T12:00:00Z');

describe('refuseSecrets', () => {
  it.each([
    ['sk-proj-abcdefgh12345678'],
    ['AIzaSyA1234567890abcdef'],
    [`spideriq_pat_${'a'.repeat(32)}`],
    ['cli_ab12:key_cd34:secret_ef56'],
    ['eyJhbGciOi.eyJzdWIi.c2ln'],
    ['--note=hf_abcdefgh12345'],
    ['account_id=gsk_abcdefgh12345'],
    ['q3J8zPw0Lm4VbN7xYt2RkD9sFh6GcA1e'],
    ['0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef'],
  ])('refuses %s', (secret) => {
    expect(() => refuseSecrets(['keys', 'add', secret])).toThrow('looks like a key');
  });

  it.each([
    ['spideriq/coding'],
    ['Llama-4-Maverick-17B-128E-Instruct-FP8'],
    ['meta-llama/Llama-4-Maverick-17B-128E-Instruct'],
    ['0fae12bc34de56f7'],
    ['019aab12-77cd-7c1e-9e44-5b1a0d7c3f21'],
    ['/home/Somebody/Folder1/abcdefghijklmnopqrstuvwxyz'],
    ['account_id=abc123'],
    ['2026-11-22T12:00:00Z'],
  ])('lets %s through', (name) => {
    expect(() => refuseSecrets(['show', name])).not.toThrow();
  });
});

describe('parseTime', () => {
  it.each([
    ['7d', 'past', '2026-11-15T12:00:00.000Z'],
    ['90m', 'future', '2026-11-22T13:30:00.000Z'],
    ['2026-11-01T00:00:00+01:00', 'past', '2026-10-31T23:00:00.000Z'],
  ] as const)('reads %s', (text, direction, expected) => {
    expect(parseTime(text, now, direction)).toBe(expected);
  });

  it('reads a date as midnight here, not in Greenwich', () => {
    expect(parseTime('2026-11-01', now, 'past')).toBe(new Date(2026, 10, 1).toISOString());
  });

  it.each(['soon', '', '7', '2026-13-01', '-7d', '999999w9'])('does not take %j for a time', (text) => {
    expect(parseTime(text, now, 'past')).toBeNull();
  });
});

describe('findDataDir', () => {
  const surroundings = { env: {}, platform: 'linux', home: '/home/ann', workingDir: '/work' };

  it.each([
    ['linux', {}, '/home/ann/.config/spidergate'],
    ['linux', { XDG_CONFIG_HOME: '/elsewhere' }, '/elsewhere/spidergate'],
    ['darwin', {}, '/home/ann/Library/Application Support/spidergate'],
    ['linux', { SPIDERGATE_DATA_DIR: 'mine' }, '/work/mine'],
    ['linux', { SPIDERGATE_DATA_DIR: '' }, '/home/ann/.config/spidergate'],
  ])('on %s with %j', (platform, env, expected) => {
    expect(findDataDir(undefined, { ...surroundings, platform, env })).toBe(expected);
  });

  it('prefers what is said', () => {
    expect(findDataDir('x', { ...surroundings, env: { SPIDERGATE_DATA_DIR: '/y' } })).toBe('/work/x');
  });

  it('gives the pipe of Windows one name, whatever the case of its folder', () => {
    expect(findControlPath('C:\\Users\\Ann', 'win32')).toBe(findControlPath('c:\\users\\ann', 'win32'));
    expect(findControlPath('C:\\Users\\Ann', 'win32')).toMatch(/^\\\\\.\\pipe\\spidergate-[0-9a-f]{16}$/);
  });
});

describe('insertDefaultCommand', () => {
  const program = new Command().option('--data-dir <folder>');
  program.command('keys').command('list');
  program.command('route').command('explain');

  it.each([
    [['keys'], ['keys', 'list']],
    [
      ['--data-dir', 'keys', 'keys', '--json'],
      ['--data-dir', 'keys', 'keys', 'list', '--json'],
    ],
    [
      ['keys', '--help'],
      ['keys', '--help'],
    ],
    [
      ['keys', 'lsit'],
      ['keys', 'lsit'],
    ],
    [['route'], ['route']],
    [[], []],
  ])('%j → %j', (typed, expected) => {
    expect(insertDefaultCommand(typed, program)).toEqual(expected);
  });
});

describe('options from a schema', () => {
  const fields = {
    schema: z.strictObject({
      name: z.string(),
      limit_usd: z.number().nullable().optional(),
      count: z.int().min(1).nullable().optional(),
      kind: z.enum(['a', 'b']).optional(),
      enabled: z.boolean().optional(),
      models: z.array(z.string()).default([]),
      fields: z.record(z.string(), z.string()).optional(),
      at: z.iso.datetime({ offset: true }).optional(),
    }),
    now: () => now,
  };
  const read = (...args: string[]) => {
    const command = addFieldOptions(new Command(), fields)
      .exitOverride()
      .configureOutput({ outputError: () => undefined });
    command.parse(args, { from: 'user' });
    return readFieldValues(command.opts(), fields);
  };

  it('leaves out what was not typed, so that an update changes nothing else', () => {
    expect(read('--name', 'x')).toEqual({ name: 'x' });
  });

  it('reads every kind of field', () => {
    const typed = ['--name', 'x', '--limit-usd', 'none', '--no-enabled', '--models', 'a, b', '--models', 'c'];
    expect(read(...typed, '--fields', 'k=v=w', '--at', '1d', '--count', 'none', '--kind', 'a')).toEqual({
      name: 'x',
      limit_usd: null,
      count: null,
      kind: 'a',
      enabled: false,
      models: ['a', 'b', 'c'],
      fields: { k: 'v=w' },
      at: '2026-11-23T12:00:00.000Z',
    });
  });

  it('can empty a list', () => {
    expect(read('--name', 'x', '--models', '')).toEqual({ name: 'x', models: [] });
  });

  it.each([
    [['--limit-usd', 'much']],
    [['--limit-usd', '']],
    [['--fields', 'k']],
    [['--kind', 'c']],
    [['--count', '0']],
    [['--at', 'soon']],
    [['--at']],
  ])('refuses %j', (args) => {
    expect(() => read('--name', 'x', ...args)).toThrow();
  });
});

describe('secrets typed on a terminal', () => {
  function terminal() {
    const modes: boolean[] = [];
    const stdin = Object.assign(new PassThrough(), {
      isTTY: true as const,
      isRaw: false,
      setRawMode: (mode: boolean) => void modes.push(mode),
    });
    const shown: string[] = [];
    const stderr = new PassThrough();
    stderr.on('data', (piece) => shown.push(String(piece)));
    // Only what the reader uses of a terminal is there.
    const reader = createSecretReader({ stdin: stdin as unknown as NodeJS.ReadStream, stderr });
    return { stdin, shown, modes, reader };
  }

  it('are not shown, and leave the terminal as it was', async () => {
    const { stdin, shown, modes, reader } = terminal();
    const reading = reader.read('key');
    stdin.write('hush-hush\r');
    expect(await reading).toBe('hush-hush');
    expect(shown.join('')).toBe('key: \n');
    expect(modes).toEqual([true, false]);
  });

  it('end with 130 at Ctrl-C', async () => {
    const { stdin, reader } = terminal();
    const reading = reader.read('key');
    stdin.write('\u0003');
    await expect(reading).rejects.toMatchObject({ exitCode: 130 });
  });

  it('must be typed twice alike where they are chosen', async () => {
    const { stdin, reader } = terminal();
    const reading = reader.readNew('passphrase');
    stdin.write('one\r');
    setTimeout(() => stdin.write('other\r'), 20);
    await expect(reading).rejects.toThrow('not the same');
  });

  it.each([
    ['both on a line of their own', 'of the vault\nof the backup\n', ['of the vault', 'of the backup']],
    ['lines of Windows', 'of the vault\r\nof the backup\r\n', ['of the vault', 'of the backup']],
    ['one only', 'of the backup\n', null],
    ['three', 'one\ntwo\nthree\n', null],
    ['nothing', '', null],
  ])('come together from a pipe: %s', async (_what, text, both) => {
    const stdin = new PassThrough();
    stdin.end(text);
    const source = { stdin: stdin as unknown as NodeJS.ReadStream, stderr: new PassThrough() };
    const reader = createSecretReader(source);
    const reading = reader.readBoth('passphrase of the vault', 'passphrase of the backup');
    if (both === null) await expect(reading).rejects.toThrow('Two lines are needed');
    else expect(await reading).toEqual(both);
  });
});
