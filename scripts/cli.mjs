#!/usr/bin/env node
// `npm run cli -- status`, and `spidergate status` after `npm link`: builds the command line when it has changed,
// then runs it here. It needs the packages only, no Electron. Where it came built, without what builds it, it just runs.
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { buildCli, builtCli } from './setup/build-cli.mjs';
import { inProject } from './setup/paths.mjs';
import { preparePackages } from './setup/prepare.mjs';
import { sayError } from './setup/say.mjs';

try {
  const canBuild = existsSync(inProject('node_modules', 'vite'));
  const isShipped = !canBuild && existsSync(builtCli());
  // Only in a fresh clone: a question to the running app must not reinstall anything.
  if (!canBuild && !isShipped) await preparePackages();
  const file = isShipped ? builtCli() : await buildCli();
  await import(pathToFileURL(file).href);
} catch (error) {
  sayError(error);
  process.exitCode = 1;
}
