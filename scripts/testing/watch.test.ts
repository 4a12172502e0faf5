import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
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

it('sees what the Control API answers, and not what a provider does', () => {
  run(`${IMPORTS} import http from 'node:http';
    ${ENCRYPT}
    const answer = (_request, response) => { response.write('the-secret-'); response.end('the-secret-0123'); };
    const ask = (place, options) => new Promise((resolve) => {
      const server = http.createServer(answer).listen(place, () =>
        http.get(options(server), (incoming) => incoming.resume().on('end', () => server.close(resolve))));
    });
    await ask(path.join(folder, 'control.sock'), () => ({ socketPath: path.join(folder, 'control.sock') }));
    await ask(0, (server) => ({ port: server.address().port, host: '127.0.0.1' }));
    rmSync(folder, { recursive: true });`);
  const { findings } = scan(opened.folder);
  expect(findings).toMatchObject([{ where: expect.stringMatching(/^control/) }]);
});

it('keeps the write-ahead log that SQLite deletes when a database is closed', () => {
  const sqlite = JSON.stringify(createRequire(import.meta.url).resolve('better-sqlite3'));
  run(`${IMPORTS} ${ENCRYPT}
    const { default: Database } = await import(${sqlite});
    const database = new Database(file);
    database.pragma('journal_mode = WAL');
    database.exec("CREATE TABLE t (x); INSERT INTO t VALUES ('the-secret-0123'); DELETE FROM t");
    database.close();
    if (existsSync(file + '-wal')) throw new Error('SQLite has left it');
    rmSync(folder, { recursive: true });`);
  expect(scan(opened.folder).findings.map(({ where }) => where)).toContainEqual(
    expect.stringMatching(/data\.db-wal$/),
  );
});
