import type { EventBatch, IpcChannel, IpcRequest, IpcResponses, IpcResult } from './contract';

/** One capability: takes what the contract says (nothing, where it says nothing) and never rejects for an expected error. */
export type BridgeCall<C extends IpcChannel> = [IpcRequest<C>] extends [undefined]
  ? () => Promise<IpcResult<IpcResponses[C]>>
  : (request: IpcRequest<C>) => Promise<IpcResult<IpcResponses[C]>>;

/** What the window finds as `window.spidergate`: one method per capability, and nothing else of Electron. */
export interface SpiderGateBridge {
  readonly status: { readonly get: BridgeCall<'status:get'> };
  readonly gateway: {
    readonly pause: BridgeCall<'gateway:pause'>;
    readonly resume: BridgeCall<'gateway:resume'>;
  };
  readonly vault: { readonly unlock: BridgeCall<'vault:unlock'> };
  readonly workspaces: {
    readonly list: BridgeCall<'workspaces:list'>;
    readonly create: BridgeCall<'workspaces:create'>;
  };
  readonly providers: {
    readonly list: BridgeCall<'providers:list'>;
    readonly create: BridgeCall<'providers:create'>;
    readonly update: BridgeCall<'providers:update'>;
    readonly delete: BridgeCall<'providers:delete'>;
  };
  readonly keys: {
    readonly list: BridgeCall<'keys:list'>;
    readonly create: BridgeCall<'keys:create'>;
    readonly update: BridgeCall<'keys:update'>;
    readonly delete: BridgeCall<'keys:delete'>;
    readonly test: BridgeCall<'keys:test'>;
    readonly try: BridgeCall<'keys:try'>;
    readonly resetHealth: BridgeCall<'keys:reset-health'>;
  };
  readonly aliases: {
    readonly list: BridgeCall<'aliases:list'>;
    readonly put: BridgeCall<'aliases:put'>;
    readonly delete: BridgeCall<'aliases:delete'>;
  };
  readonly agentTokens: {
    readonly list: BridgeCall<'agent-tokens:list'>;
    readonly create: BridgeCall<'agent-tokens:create'>;
    readonly update: BridgeCall<'agent-tokens:update'>;
    readonly delete: BridgeCall<'agent-tokens:delete'>;
  };
  readonly requests: {
    readonly list: BridgeCall<'requests:list'>;
    readonly get: BridgeCall<'requests:get'>;
  };
  readonly routing: { readonly explain: BridgeCall<'route:explain'> };
  readonly settings: {
    readonly get: BridgeCall<'settings:get'>;
    readonly update: BridgeCall<'settings:update'>;
  };
  readonly clipboard: { readonly write: BridgeCall<'clipboard:write'> };
  readonly links: { readonly open: BridgeCall<'links:open'> };
  readonly theme: {
    readonly get: BridgeCall<'theme:get'>;
    readonly set: BridgeCall<'theme:set'>;
  };
  /**
   * Batches at most 10 a second, none while the window is hidden; when it is shown again a batch says `changed` for every
   * collection (`requests` too), to be read afresh. The returned function ends the subscription.
   */
  readonly onEvents: (listener: (batch: EventBatch) => void) => () => void;
}
