import { contextBridge, ipcRenderer } from 'electron';
import type { BridgeCall, SpiderGateBridge } from '../shared/ipc/bridge';
import type { EVENTS_CHANNEL, EventBatch, IpcChannel, IpcRequest } from '../shared/ipc/contract';

// Only types come from the contract: its schemas would pull the whole of zod into the preload.
const eventsChannel: typeof EVENTS_CHANNEL = 'events';

/** Main parses the request and answers in the shape the contract says for this channel. */
function call<C extends IpcChannel>(channel: C): BridgeCall<C> {
  const invoke = (request?: IpcRequest<C>): Promise<unknown> => ipcRenderer.invoke(channel, request);
  return invoke as BridgeCall<C>;
}

function onEvents(listener: (batch: EventBatch) => void): () => void {
  const receive = (_event: unknown, batch: EventBatch): void => listener(batch);
  ipcRenderer.on(eventsChannel, receive);
  return () => {
    ipcRenderer.off(eventsChannel, receive);
  };
}

const bridge: SpiderGateBridge = {
  status: { get: call('status:get') },
  gateway: {
    pause: call('gateway:pause'),
    resume: call('gateway:resume'),
    setPort: call('gateway:set-port'),
  },
  vault: {
    unlock: call('vault:unlock'),
    lock: call('vault:lock'),
    changePassphrase: call('vault:change-passphrase'),
    setProtection: call('vault:set-protection'),
    rekey: call('vault:rekey'),
    touch: call('vault:touch'),
  },
  workspaces: {
    list: call('workspaces:list'),
    create: call('workspaces:create'),
    update: call('workspaces:update'),
    rotate: call('workspaces:rotate'),
    delete: call('workspaces:delete'),
  },
  providers: {
    list: call('providers:list'),
    create: call('providers:create'),
    probe: call('providers:probe'),
    update: call('providers:update'),
    delete: call('providers:delete'),
  },
  keys: {
    list: call('keys:list'),
    create: call('keys:create'),
    update: call('keys:update'),
    delete: call('keys:delete'),
    test: call('keys:test'),
    try: call('keys:try'),
    resetHealth: call('keys:reset-health'),
    reorder: call('keys:reorder'),
    importPreview: call('keys:import-preview'),
    import: call('keys:import'),
    importForget: call('keys:import-forget'),
    connect: call('keys:connect'),
    connectGet: call('keys:connect-get'),
    connectCancel: call('keys:connect-cancel'),
    connectOpen: call('keys:connect-open'),
  },
  invites: {
    list: call('invites:list'),
    create: call('invites:create'),
    update: call('invites:update'),
    revoke: call('invites:revoke'),
    saveFile: call('invites:save-file'),
    reply: call('invites:reply'),
    takeLink: call('invites:take-link'),
  },
  aliases: { list: call('aliases:list'), put: call('aliases:put'), delete: call('aliases:delete') },
  models: { search: call('models:search'), describe: call('models:describe') },
  testRun: { start: call('test-run:start') },
  agentTokens: {
    list: call('agent-tokens:list'),
    create: call('agent-tokens:create'),
    update: call('agent-tokens:update'),
    rotate: call('agent-tokens:rotate'),
    delete: call('agent-tokens:delete'),
  },
  requests: { list: call('requests:list'), get: call('requests:get'), export: call('requests:export') },
  recordings: {
    state: call('recordings:state'),
    recordNext: call('recordings:record-next'),
    recordToken: call('recordings:record-token'),
    get: call('recordings:get'),
    delete: call('recordings:delete'),
    clear: call('recordings:clear'),
  },
  usage: { read: call('usage:read') },
  overview: { get: call('overview:get') },
  attention: { list: call('attention:list') },
  routing: { explain: call('route:explain') },
  settings: { get: call('settings:get'), update: call('settings:update') },
  origins: { list: call('origins:list'), put: call('origins:put') },
  backup: {
    state: call('backup:state'),
    export: call('backup:export'),
    choose: call('backup:choose'),
    restore: call('backup:restore'),
    undo: call('backup:undo'),
  },
  config: { export: call('config:export'), choose: call('config:choose'), import: call('config:import') },
  catalog: { refresh: call('catalog:refresh') },
  diagnostics: { preview: call('diagnostics:preview'), save: call('diagnostics:save') },
  desktop: { get: call('desktop:get'), update: call('desktop:update') },
  clipboard: { write: call('clipboard:write') },
  links: { open: call('links:open') },
  views: { get: call('views:get'), set: call('views:set') },
  theme: { get: call('theme:get'), set: call('theme:set') },
  onEvents,
};

contextBridge.exposeInMainWorld('spidergate', bridge);
