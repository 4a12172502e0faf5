// Stands in for Electron's default_app.asar, which the fallback runtime lacks: makes `electron <app folder> args…` work.
// Awaiting at top level matters: Electron holds back `ready` until its entry module has been evaluated.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const appDir = path.resolve(process.argv.slice(1).find((arg) => !arg.startsWith('-')) ?? '.');
const manifest = JSON.parse(readFileSync(path.join(appDir, 'package.json'), 'utf8'));

process.defaultApp = true;
app.setName(manifest.productName ?? manifest.name);
app.setVersion?.(manifest.version);
app.setAppPath?.(appDir);
app.setPath('userData', path.join(app.getPath('appData'), app.getName()));

await import(pathToFileURL(path.join(appDir, manifest.main)).href);
