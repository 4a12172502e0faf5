import { expect, test } from 'vitest';
import { readCommandLine } from '../../../src/main/desktop/command-line';

const read = (args: readonly string[], env: Record<string, string> = {}) =>
  readCommandLine({ args, env, workingDir: '/home/ada' });

test('a plain start says nothing', () => {
  expect(read([])).toEqual({ ok: true, commandLine: { hidden: false, dataDir: null, port: null } });
});

test('arguments of Chromium and the app folder in between change nothing', () => {
  const args = [
    '--no-sandbox',
    '/app',
    '--hidden',
    '--data-dir',
    'd',
    '--password-store=basic',
    '--port=17811',
  ];
  expect(read(args)).toEqual({
    ok: true,
    commandLine: { hidden: true, dataDir: '/home/ada/d', port: 17_811 },
  });
});

test('arguments win over the environment', () => {
  const env = { SPIDERGATE_DATA_DIR: '/env', SPIDERGATE_PORT: '1000' };
  expect(read([], env)).toEqual({ ok: true, commandLine: { hidden: false, dataDir: '/env', port: 1000 } });
  expect(read(['--data-dir=/arg', '--port', '2000'], env)).toEqual({
    ok: true,
    commandLine: { hidden: false, dataDir: '/arg', port: 2000 },
  });
});

test('an empty variable counts as not set', () => {
  expect(read([], { SPIDERGATE_DATA_DIR: '', SPIDERGATE_PORT: '' })).toMatchObject({
    commandLine: { dataDir: null, port: null },
  });
});

test.each(['0', '65536', '-1', '80x', '7743.5', '', '1e3', ' 80'])('port "%s" is refused', (port) => {
  expect(read([`--port=${port}`])).toEqual({ ok: false, message: '--port needs a number from 1 to 65535' });
});

test('a refusal names the variable when the value came from there', () => {
  expect(read([], { SPIDERGATE_PORT: 'http' })).toEqual({
    ok: false,
    message: 'SPIDERGATE_PORT needs a number from 1 to 65535',
  });
});

test.each([[['--data-dir']], [['--data-dir', '--hidden']], [['--data-dir=']]])(
  '%j does not take the next option, or nothing, for the folder',
  (args) => {
    expect(read(args)).toEqual({ ok: false, message: '--data-dir needs a folder' });
  },
);

test('a missing port is refused instead of being ignored', () => {
  expect(read(['--port'])).toMatchObject({ ok: false });
});
