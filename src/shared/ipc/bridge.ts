import type { EventBatch, IpcChannel, IpcRequest, IpcResponses, IpcResult } from './contract';

/** One capability: takes what the contract says (nothing, where it says nothing) and never rejects for an expected error. */
export type BridgeCall<C extends IpcChannel> = [IpcRequest<C>] extends [undefined]
  ? () => Promise<IpcResult<IpcResponses[C]>>
  : undefined extends IpcRequest<C>
    ? (request?: IpcRequest<C>) => Promise<IpcResult<IpcResponses[C]>>
    : (request: IpcRequest<C>) => Promise<IpcResult<IpcResponses[C]>>;

/** What the window finds as `window.spidergate`: one method per capability, and nothing else of Electron. */
export interface SpiderGateBridge {
  readonly status: { readonly get: BridgeCall<'status:get'> };
  readonly gateway: {
    readonly pause: BridgeCall<'gateway:pause'>;
    readonly resume: BridgeCall<'gateway:resume'>;
    readonly setPort: BridgeCall<'gateway:set-port'>;
  };
  readonly vault: {
    readonly unlock: BridgeCall<'vault:unlock'>;
    readonly lock: BridgeCall<'vault:lock'>;
    readonly changePassphrase: BridgeCall<'vault:change-passphrase'>;
    readonly setProtection: BridgeCall<'vault:set-protection'>;
    readonly rekey: BridgeCall<'vault:rekey'>;
    readonly touch: BridgeCall<'vault:touch'>;
  };
  readonly workspaces: {
    readonly list: BridgeCall<'workspaces:list'>;
    readonly create: BridgeCall<'workspaces:create'>;
    readonly update: BridgeCall<'workspaces:update'>;
    readonly rotate: BridgeCall<'workspaces:rotate'>;
    readonly delete: BridgeCall<'workspaces:delete'>;
  };
  readonly providers: {
    readonly list: BridgeCall<'providers:list'>;
    readonly create: BridgeCall<'providers:create'>;
    readonly probe: BridgeCall<'providers:probe'>;
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
    readonly reorder: BridgeCall<'keys:reorder'>;
    readonly importPreview: BridgeCall<'keys:import-preview'>;
    readonly import: BridgeCall<'keys:import'>;
    readonly importForget: BridgeCall<'keys:import-forget'>;
    readonly connect: BridgeCall<'keys:connect'>;
    readonly connectGet: BridgeCall<'keys:connect-get'>;
    readonly connectCancel: BridgeCall<'keys:connect-cancel'>;
    readonly connectOpen: BridgeCall<'keys:connect-open'>;
  };
  readonly invites: {
    readonly list: BridgeCall<'invites:list'>;
    readonly create: BridgeCall<'invites:create'>;
    readonly update: BridgeCall<'invites:update'>;
    readonly revoke: BridgeCall<'invites:revoke'>;
    readonly saveFile: BridgeCall<'invites:save-file'>;
    readonly reply: BridgeCall<'invites:reply'>;
    readonly takeLink: BridgeCall<'invites:take-link'>;
  };
  readonly aliases: {
    readonly list: BridgeCall<'aliases:list'>;
    readonly put: BridgeCall<'aliases:put'>;
    readonly delete: BridgeCall<'aliases:delete'>;
  };
  readonly models: {
    readonly search: BridgeCall<'models:search'>;
    readonly describe: BridgeCall<'models:describe'>;
  };
  readonly testRun: { readonly start: BridgeCall<'test-run:start'> };
  readonly agentTokens: {
    readonly list: BridgeCall<'agent-tokens:list'>;
    readonly create: BridgeCall<'agent-tokens:create'>;
    readonly update: BridgeCall<'agent-tokens:update'>;
    readonly rotate: BridgeCall<'agent-tokens:rotate'>;
    readonly delete: BridgeCall<'agent-tokens:delete'>;
  };
  readonly requests: {
    readonly list: BridgeCall<'requests:list'>;
    readonly get: BridgeCall<'requests:get'>;
    readonly export: BridgeCall<'requests:export'>;
  };
  readonly recordings: {
    readonly state: BridgeCall<'recordings:state'>;
    readonly recordNext: BridgeCall<'recordings:record-next'>;
    readonly recordToken: BridgeCall<'recordings:record-token'>;
    readonly get: BridgeCall<'recordings:get'>;
    readonly delete: BridgeCall<'recordings:delete'>;
    readonly clear: BridgeCall<'recordings:clear'>;
  };
  readonly usage: { readonly read: BridgeCall<'usage:read'> };
  readonly overview: { readonly get: BridgeCall<'overview:get'> };
  readonly attention: { readonly list: BridgeCall<'attention:list'> };
  readonly routing: { readonly explain: BridgeCall<'route:explain'> };
  readonly settings: {
    readonly get: BridgeCall<'settings:get'>;
    readonly update: BridgeCall<'settings:update'>;
  };
  readonly origins: {
    readonly list: BridgeCall<'origins:list'>;
    readonly put: BridgeCall<'origins:put'>;
  };
  readonly backup: {
    readonly state: BridgeCall<'backup:state'>;
    readonly export: BridgeCall<'backup:export'>;
    readonly choose: BridgeCall<'backup:choose'>;
    readonly restore: BridgeCall<'backup:restore'>;
    readonly undo: BridgeCall<'backup:undo'>;
  };
  readonly config: {
    readonly export: BridgeCall<'config:export'>;
    readonly choose: BridgeCall<'config:choose'>;
    readonly import: BridgeCall<'config:import'>;
  };
  readonly catalog: { readonly refresh: BridgeCall<'catalog:refresh'> };
  readonly diagnostics: {
    readonly preview: BridgeCall<'diagnostics:preview'>;
    readonly save: BridgeCall<'diagnostics:save'>;
  };
  readonly desktop: {
    readonly get: BridgeCall<'desktop:get'>;
    readonly update: BridgeCall<'desktop:update'>;
  };
  readonly clipboard: { readonly write: BridgeCall<'clipboard:write'> };
  readonly links: { readonly open: BridgeCall<'links:open'> };
  readonly views: { readonly get: BridgeCall<'views:get'>; readonly set: BridgeCall<'views:set'> };
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
