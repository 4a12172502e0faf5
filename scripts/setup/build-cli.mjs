import { buildWhenStale } from './build-when-stale.mjs';
import { inProject } from './paths.mjs';

/** What a build leaves: one file that needs nothing else. */
export const builtCli = () => inProject('out', 'cli', 'spidergate.mjs');

/**
 * Builds the command line into out/cli/.
 * @returns {Promise<string>} the file to run
 */
export async function buildCli() {
  await buildWhenStale({
    name: 'command line',
    inputs: ['src/cli', 'src/shared', 'vite.cli.config.ts', 'package.json', 'package-lock.json'],
    stamp: 'out/cli/build-stamp',
    command: [
      'node_modules/vite/bin/vite.js',
      'build',
      '--config',
      'vite.cli.config.ts',
      '--logLevel',
      'warn',
    ],
  });
  return builtCli();
}
