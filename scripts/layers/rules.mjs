/**
 * The arrows of ARCHITECTURE.md as data. Folders are paths below src/; the first that matches a file is its layer.
 * values: layers it may import; types: layers it may import with `import type` only; own files are always allowed.
 */
const stages = ['auth', 'task-router', 'engine', 'health', 'callbacks', 'response', 'dialects', 'cost'];

/** What any folder in main that may use Node may know of the log: its shape, and how to put an error into words. */
export const logDoors = 'main/log/{types,describe-failure}';

/** What other folders may use of the gateway without knowing how it works. */
const gatewayDoors = 'main/gateway/{ports,errors,types}';

const stageLayers = stages.map((name) => ({
  folder: `main/gateway/${name}`,
  values: ['main/gateway/*', 'shared'],
  types: [],
  stageTypes: true,
}));

export const layers = [
  { folder: 'shared', values: [], types: [] },
  ...stageLayers,
  { folder: 'main/gateway', values: ['shared'], types: [] },
  { folder: 'main/providers', values: [gatewayDoors, 'shared'], types: ['main/gateway'] },
  { folder: 'main/catalog', values: [gatewayDoors, 'shared'], types: ['main/gateway'] },
  { folder: 'main/transport', values: ['main/gateway', 'shared'], types: [], node: true },
  { folder: 'main/oauth', values: [gatewayDoors, 'shared'], types: [], node: true },
  { folder: 'main/server', values: ['main/gateway', 'shared'], types: ['main/services'], node: true },
  { folder: 'main/memory', values: [], types: [], node: true },
  {
    folder: 'main/storage',
    values: [gatewayDoors, 'main/memory', 'shared'],
    types: [],
    node: true,
    sqlite: true,
  },
  { folder: 'main/vault', values: [gatewayDoors, 'shared'], types: [], node: true, sqlite: true },
  {
    folder: 'main/services',
    values: ['main/gateway', 'main/providers', 'main/catalog', 'shared'],
    types: ['main/storage', 'main/vault', 'main/oauth'],
    node: true,
  },
  {
    folder: 'main/desktop',
    values: ['main/ipc', 'shared'],
    types: ['main/services'],
    node: true,
    electron: true,
  },
  { folder: 'main/ipc', values: ['shared'], types: ['main/services'], node: true, electron: true },
  {
    folder: 'main',
    values: ['main', 'shared'],
    types: ['preload'],
    node: true,
    electron: true,
    sqlite: true,
  },
  { folder: 'cli', values: ['shared'], types: [], node: true },
  { folder: 'preload', values: [], types: ['shared'], electron: ['contextBridge', 'ipcRenderer'] },
  { folder: 'renderer', values: ['shared'], types: ['preload'] },
  { folder: 'contribute', values: ['shared'], types: [] },
];

/** Packages that need a right of the layer; any other package may be used anywhere. The gateway has no rights at all. */
export const guardedPackages = {
  electron: { right: 'electron' },
  'electron-store': { right: 'electron' },
  'better-sqlite3': { right: 'sqlite' },
  undici: { right: 'node' },
  fastify: { right: 'node' },
  pino: { right: 'node' },
};
