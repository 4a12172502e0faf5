import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { _electron as electron, type Page } from '@playwright/test';
import { resolveRuntime } from '../../scripts/setup/runtime.mjs';
import { findFreePort } from '../support/free-port';

export interface ForeignBrowser {
  readonly page: Page;
  close(): Promise<void>;
}

/** Chromium without anything of SpiderGate; every name under `.example` leads to 127.0.0.1. */
export async function openForeignBrowser(): Promise<ForeignBrowser> {
  const home = mkdtempSync(path.join(tmpdir(), 'sg-browser-'));
  const runtime = resolveRuntime();
  const env = Object.entries({ ...process.env, FOREIGN_BROWSER_DATA: home });
  const app = await electron.launch({
    executablePath: runtime.executablePath,
    args: [...runtime.args, path.resolve('test/support/foreign-browser')],
    env: Object.fromEntries(env.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))),
    timeout: 30_000,
  });
  const page = await app.firstWindow();
  return {
    page,
    async close() {
      await app.close().catch(() => undefined);
      rmSync(home, { recursive: true, force: true });
    },
  };
}

export interface Site {
  readonly port: number;
  close(): void;
}

/** A web site of somebody else: the same page under every path. */
export async function startSite(html: string): Promise<Site> {
  const port = await findFreePort();
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    response.end(html);
  });
  await new Promise<void>((resolve) => {
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    port,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
