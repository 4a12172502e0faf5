import { spawnSync } from 'node:child_process';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openScan, scan } from './secrets-scan.mjs';

let opened: ReturnType<typeof openScan>;
beforeEach(() => {
  opened = openScan();
});
afterEach(() => opened.close());

/** A process like one of the tests: it encrypts, writes, and removes what it wrote. */
function run(script: string): void {
  const { SPIDERGATE_SCAN_GROUP: _outer, ...env } = process.env;
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    env: { ...env, ...opened.env },
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(status).toBe(0);
}

const IMPORTS = `
  import { createCipheriv, randomBytes, scryptSync } from 'node:crypto';
  import { existsSync, mkdtempSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
  import { tmpdir } from 'node:os';
  import path from 'node:path';
  import { Worker } from 'node:worker_threads';
  const folder = mkdtempSync(path.join(tmpdir(), 'sg-'));
  const file = path.join(folder, 'data.db');
`;
const ENCRYPT = `
  const cipher = createCipheriv('aes-256-gcm', randomBytes(32), randomBytes(12));
  cipher.setAAD(Buffer.from('key_1'));
  cipher.update(Buffer.from('the-secret-0123'));
`;

it('keeps what was removed, and finds in it what was encrypted', () => {
  run(`${IMPORTS} ${ENCRYPT}
    writeFileSync(file, 'holds the-secret-0123');
    rmSync(folder, { recursive: true });
    if (existsSync(folder)) throw new Error('still there');`);
  expect(scan(opened.folder).findings).toMatchObject([
    { where: expect.stringMatching(/data\.db$/), what: 'what was sealed as "key_1"' },
  ]);
});

it('finds a passphrase, in a single file that was removed', () => {
  run(`${IMPORTS}
    scryptSync('correct horse battery', 'salt', 32);
    writeFileSync(file, 'correct horse battery');
    unlinkSync(file);
    rmSync(folder, { recursive: true });`);
  expect(scan(opened.folder).findings.map(({ what }) => what)).toEqual(['what was sealed as "passphrase"']);
});

it('sees into threads, and finds nothing where nothing is', () => {
  run(`${IMPORTS}
    writeFileSync(file, 'nothing of it');
    const code = "import { createCipheriv, randomBytes } from 'node:crypto';" + ${JSON.stringify(ENCRYPT)};
    new Worker(code, { eval: true }).on('exit', () => rmSync(folder, { recursive: true }));`);
  const { findings, secrets, bytes } = scan(opened.folder);
  expect({ findings, secrets, bytes }).toEqual({ findings: [], secrets: 1, bytes: 13 });
});
