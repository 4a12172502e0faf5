import { buildWhenStale } from './build-when-stale.mjs';

/** Builds the app into out/, and with it the page that contributors get. */
export async function buildApp() {
  await buildWhenStale({
    name: 'app',
    inputs: ['src', 'build', 'electron.vite.config.ts', 'package.json', 'package-lock.json'],
    stamp: 'out/build-stamp',
    command: ['node_modules/electron-vite/bin/electron-vite.js', 'build', '--logLevel', 'warn'],
  });
  await buildWhenStale({
    name: 'contributor page',
    inputs: ['src/contribute', 'src/shared/invite', 'vite.contribute.config.ts', 'package-lock.json'],
    stamp: 'out/contribute-stamp',
    command: [
      'node_modules/vite/bin/vite.js',
      'build',
      '--config',
      'vite.contribute.config.ts',
      '--logLevel',
      'warn',
    ],
  });
}
