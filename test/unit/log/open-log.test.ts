import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { describeFailure } from '../../../src/main/log/describe-failure';
import { openLog } from '../../../src/main/log/open-log';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function makeFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'spidergate-log-'));
  folders.push(folder);
  return folder;
}

const secrets = [
  'sk-proj-4f9aKQ8sVn2LmX7cTd0ePz3B',
  'gsk_9Qw8Er7Ty6Ui5Op4As3Df2Gh1Jk0Lz',
  'AIzaSyD4f9aKQ8sVn2LmX7cTd0ePz3BxxYY',
  'spideriq_pat_4f9aKQ8sVn2LmX7cTd0ePz3BxAb12cd',
  'cli_ab12:key_cd34:secret_ef56',
];

test.each(secrets)('%s is not in the file, whichever way it came in', (secret) => {
  const log = openLog({ dataDir: makeFolder() });
  log.info({ authorization: `Bearer ${secret}`, nested: { api_key: secret } }, 'fields');
  log.warn({ url: `https://x.test/?key=${secret}` }, 'a field nobody thought of');
  log.error({}, `provider said: "invalid key ${secret}"`);
  log.error(describeFailure(new Error(`refused ${secret}`)), 'thrown');
  log.close();
  const text = readFileSync(log.file, 'utf8');
  expect(text).not.toContain(secret);
  expect(
    text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).level),
  ).toEqual(['info', 'warn', 'error', 'error']);
});

test('a short passphrase does not get in by its field', () => {
  const log = openLog({ dataDir: makeFolder() });
  log.info({ passphrase: 'correct horse' }, 'unlock');
  log.close();
  expect(readFileSync(log.file, 'utf8')).not.toContain('correct horse');
});

test('what helps to find a failure stays readable', () => {
  const log = openLog({ dataDir: makeFolder() });
  log.error({ request: 'req_01jd5h2m3n4p5q6r7s8t9vwxyz', port: 7743 }, 'EADDRINUSE on 127.0.0.1');
  log.close();
  const text = readFileSync(log.file, 'utf8');
  expect(text).toContain('req_01jd5h2m3n4p5q6r7s8t9vwxyz');
  expect(text).toContain('EADDRINUSE on 127.0.0.1');
});

test('file and folder are for their owner only', () => {
  const log = openLog({ dataDir: makeFolder() });
  log.close();
  expect(statSync(log.file).mode & 0o777).toBe(0o600);
  expect(statSync(path.dirname(log.file)).mode & 0o777).toBe(0o700);
});

test('a large log is set aside at start, and the oldest of three goes', () => {
  const dataDir = makeFolder();
  for (let start = 0; start < 6; start += 1) {
    const log = openLog({ dataDir });
    log.info({ start }, 'started');
    log.close();
    // Padded with NULs behind the line, so that the next start finds it too large.
    truncateSync(log.file, 5 * 1024 * 1024 + 1);
  }
  const names = readdirSync(path.join(dataDir, 'logs')).sort();
  expect(names).toEqual(['spidergate.log', 'spidergate.log.1', 'spidergate.log.2', 'spidergate.log.3']);
  const startOf = (name: string) =>
    readFileSync(path.join(dataDir, 'logs', name), 'utf8').match(/"start":(\d)/)?.[1];
  expect(names.map(startOf)).toEqual(['5', '4', '3', '2']);
});

test('a line that comes after the end is dropped, and does not throw into whoever wrote it', () => {
  const log = openLog({ dataDir: makeFolder() });
  log.info({}, 'first');
  log.close();
  log.error({}, 'late');
  log.close();
  expect(readFileSync(log.file, 'utf8')).not.toContain('late');
});
