import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import type { RequestDetail, RequestSummary } from '../../src/shared/domain/request';
import { answer } from '../faults/behaviours';
import { startFakeProvider } from '../faults/fake-provider';
import { type RunningApp, startApp } from '../support/app';
import { openAppWindow } from './app-window';
import { chat, connectProvider } from './connect-provider';

const rowsOf = async ({ control }: RunningApp) =>
  (await control.call<{ data: readonly RequestSummary[] }>('GET', '/requests')).data;

test('kill -9 in the middle of a request leaves a row that says interrupted, and finished rows whole', async () => {
  const home = mkdtempSync(path.join(tmpdir(), 'sg-'));
  const fake = await startFakeProvider();
  let app = await startApp({ home });
  try {
    const token = await connectProvider(app.control, fake);
    const finished = await chat(app.gatewayUrl, token);
    expect(finished.status).toBe(200);
    await finished.text();
    fake.script('*', [answer({ stallAfter: 2 })]);
    // The head of a stream goes out with its first token, so the request is under way once it is here.
    const stream = await chat(app.gatewayUrl, token, { stream: true });
    const broken = expect(stream.text()).rejects.toThrow();
    expect((await rowsOf(app)).map(({ status }) => status)).toEqual(['running', 'ok']);
    await app.kill();
    await broken;

    app = await startApp({ home });
    const [interrupted, whole] = await rowsOf(app);
    expect(interrupted?.status).toBe('interrupted');
    expect(whole?.status).toBe('ok');
    const detail = await app.control.call<RequestDetail>('GET', `/requests/${whole?.id}`);
    expect(detail.trace?.attempts).toHaveLength(1);
    expect(detail.usage?.output).toBe(5);
    expect((await chat(app.gatewayUrl, token)).status).toBe(200);
  } finally {
    await app.close();
    await fake.close();
    rmSync(home, { recursive: true, force: true });
  }
});

test('a crash of the window or of the whole program leaves no picture of its memory behind', async () => {
  const home = mkdtempSync(path.join(tmpdir(), 'sg-'));
  const fake = await startFakeProvider();
  const { app, control, gatewayUrl, close } = await openAppWindow({ home });
  try {
    // A key is in memory then, and would be in any picture of it.
    const token = await connectProvider(control, fake);
    expect((await chat(gatewayUrl, token)).status).toBe(200);
    const dumps = await app.evaluate(({ app: electronApp }) => electronApp.getPath('crashDumps'));
    expect(dumps.startsWith(home)).toBe(true);
    await app.evaluate(async ({ webContents }) => {
      const [page] = webContents.getAllWebContents();
      const gone = new Promise((resolve) => page?.once('render-process-gone', resolve));
      page?.forcefullyCrashRenderer();
      await gone;
    });
    const ended = new Promise((resolve) => app.process().once('exit', resolve));
    await app.evaluate(() => process.crash()).catch(() => undefined);
    await ended;
    const files = readdirSync(home, { recursive: true, encoding: 'utf8' });
    expect(files.filter((name) => /\.dmp$|\.mdmp$|(?:^|[\\/])core(?:\.\d+)?$/i.test(name))).toEqual([]);
  } finally {
    await close();
    await fake.close();
    rmSync(home, { recursive: true, force: true });
  }
});
