#!/usr/bin/env node
// `npm run cli -- status`, and `spidergate status` after `npm link`: builds the command line when it has changed,
// then runs it here. It needs the packages only, no Electron.
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { buildCli } from './setup/build-cli.mjs';
import { inProject } from './setup/paths.mjs';
import { preparePackages } from './setup/prepare.mjs';
import { sayError } from './setup/say.mjs';

try {
  // Only in a fresh clone: a question to the running app must not reinstall anything.
  if (!existsSync(inProject('node_modules', 'vite'))) await preparePackages();
  const file = await buildCli();
  await import(pathToFileURL(file).href);
} catch (error) {
  sayError(error);
  process.exitCode = 1;
}
