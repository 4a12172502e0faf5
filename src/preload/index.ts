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
  gateway: { pause: call('gateway:pause'), resume: call('gateway:resume') },
  vault: { unlock: call('vault:unlock') },
  workspaces: { list: call('workspaces:list'), create: call('workspaces:create') },
  providers: {
    list: call('providers:list'),
    create: call('providers:create'),
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
  },
  aliases: { list: call('aliases:list'), put: call('aliases:put'), delete: call('aliases:delete') },
  agentTokens: {
    list: call('agent-tokens:list'),
    create: call('agent-tokens:create'),
    update: call('agent-tokens:update'),
    delete: call('agent-tokens:delete'),
  },
  requests: { list: call('requests:list'), get: call('requests:get') },
  routing: { explain: call('route:explain') },
  settings: { get: call('settings:get'), update: call('settings:update') },
  clipboard: { write: call('clipboard:write') },
  links: { open: call('links:open') },
  theme: { get: call('theme:get'), set: call('theme:set') },
  onEvents,
};

contextBridge.exposeInMainWorld('spidergate', bridge);
