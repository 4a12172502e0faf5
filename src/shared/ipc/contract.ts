import { z } from 'zod';
import type { AgentToken, CreatedAgentToken } from '../domain/agent-token';
import type { Alias } from '../domain/alias';
import type { AttentionItem } from '../domain/attention';
import type { BackupState, ChangePlan, RestorePlan } from '../domain/change-plan';
import type { ConnectFlow } from '../domain/connect-flow';
import type { DesktopSettings } from '../domain/desktop';
import type { CatalogRefresh } from '../domain/diagnostics';
import type { ApiError, AppEvent } from '../domain/event';
import type { Invite, InviteReplyResult } from '../domain/invite';
import type { KeyTestResult, ProviderKey } from '../domain/key';
import type { KeyImportPreview } from '../domain/key-import';
import type { ModelSummary } from '../domain/model';
import type { OriginEntry } from '../domain/origin';
import type { Overview } from '../domain/overview';
import type { ProviderProbe, ProviderSummary } from '../domain/provider';
import type { RecordingState, RequestRecording } from '../domain/recording';
import type { RequestDetail, RequestSummary } from '../domain/request';
import type { RouteExplanation } from '../domain/route-explanation';
import type { Settings } from '../domain/settings';
import type { Status } from '../domain/status';
import type { TestRun } from '../domain/test-run';
import type { UsageReport } from '../domain/usage';
import type { CreatedWorkspace, Workspace } from '../domain/workspace';
import { agentTokenCreateRequest, agentTokenRef, agentTokenUpdateRequest } from './agent-tokens';
import { aliasPutRequest, aliasRef } from './aliases';
import { backupExportRequest, backupRestoreOptions, configImportOptions } from './backup';
import { connectRef, connectRequest } from './connect';
import { desktopUpdateRequest } from './desktop';
import { pauseRequest, portRequest } from './gateway';
import { inviteCreateRequest, inviteRef, inviteReplyRequest, inviteUpdateRequest } from './invites';
import { keyImportPreviewRequest, keyImportRef, keyImportRequest } from './key-import';
import { keyCreateRequest, keyOrderRequest, keyRef, keyUpdateRequest } from './keys';
import { modelDescribeRequest, modelSearchRequest } from './models';
import { originPutRequest } from './origins';
import { providerCreateRequest, providerProbeRequest, providerRef, providerUpdateRequest } from './providers';
import { recordingRef, recordNextRequest, recordTokenRequest } from './recordings';
import { requestListRequest, requestRef } from './requests';
import { routeExplainRequest } from './routing';
import { settingsUpdateRequest } from './settings';
import { testRunRequest } from './test-runs';
import { requestExportRequest, usageRequest } from './usage';
import {
  vaultPassphraseRequest,
  vaultProtectionRequest,
  vaultRekeyRequest,
  vaultUnlockRequest,
} from './vault';
import { type SavedViews, savedViews } from './views';
import {
  workspaceCreateRequest,
  workspaceDeleteOptions,
  workspaceRef,
  workspaceUpdateRequest,
} from './workspaces';

export interface Page<T> {
  readonly data: readonly T[];
  readonly next_cursor: string | null;
}

/** What comes back over IPC: errors are values here, because Electron strips thrown ones. */
export type IpcResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: ApiError };

export const themeRequest = z.enum(['light', 'dark', 'system']);
export type Theme = z.output<typeof themeRequest>;

const nothing = z.undefined();

/** Channel → schema of its request. Main parses every request with it. */
export const ipcRequests = {
  'status:get': nothing,
  'gateway:pause': pauseRequest,
  'gateway:resume': nothing,
  'gateway:set-port': portRequest,
  'vault:unlock': vaultUnlockRequest,
  'vault:lock': nothing,
  'vault:change-passphrase': vaultPassphraseRequest,
  'vault:set-protection': vaultProtectionRequest,
  'vault:rekey': vaultRekeyRequest,
  'vault:touch': nothing,
  'workspaces:list': nothing,
  'workspaces:create': workspaceCreateRequest,
  'workspaces:update': z.strictObject({ id: workspaceRef.shape.id, change: workspaceUpdateRequest }),
  'workspaces:rotate': workspaceRef,
  'workspaces:delete': z.strictObject({ ...workspaceRef.shape, ...workspaceDeleteOptions.shape }),
  'providers:list': nothing,
  'providers:create': providerCreateRequest,
  /** Asks an address for its models; adds nothing. */
  'providers:probe': providerProbeRequest,
  'providers:update': z.strictObject({ ...providerRef.shape, ...providerUpdateRequest.shape }),
  'providers:delete': providerRef,
  'keys:list': nothing,
  'keys:create': keyCreateRequest,
  'keys:update': z.strictObject({ id: keyRef.shape.id, change: keyUpdateRequest }),
  'keys:delete': keyRef,
  'keys:test': keyRef,
  'keys:try': keyCreateRequest,
  'keys:reset-health': keyRef,
  'keys:reorder': keyOrderRequest,
  'keys:import-preview': keyImportPreviewRequest,
  'keys:import': keyImportRequest,
  'keys:import-forget': keyImportRef,
  'keys:connect': connectRequest,
  'keys:connect-get': connectRef,
  'keys:connect-cancel': connectRef,
  /** Opens its page once more. */
  'keys:connect-open': connectRef,
  'invites:list': nothing,
  'invites:create': inviteCreateRequest,
  'invites:update': z.strictObject({ ...inviteRef.shape, change: inviteUpdateRequest }),
  'invites:revoke': inviteRef,
  'invites:save-file': inviteRef,
  'invites:reply': inviteReplyRequest,
  'invites:take-link': nothing,
  'aliases:list': nothing,
  'aliases:put': z.strictObject({ id: aliasRef.shape.id, alias: aliasPutRequest }),
  'aliases:delete': aliasRef,
  'models:search': modelSearchRequest,
  'models:describe': modelDescribeRequest,
  'test-run:start': testRunRequest,
  'agent-tokens:list': nothing,
  'agent-tokens:create': agentTokenCreateRequest,
  'agent-tokens:update': z.strictObject({ id: agentTokenRef.shape.id, change: agentTokenUpdateRequest }),
  'agent-tokens:rotate': agentTokenRef,
  'agent-tokens:delete': agentTokenRef,
  'requests:list': requestListRequest,
  'requests:get': requestRef,
  'requests:export': requestExportRequest,
  'recordings:state': nothing,
  'recordings:record-next': recordNextRequest,
  'recordings:record-token': recordTokenRequest,
  'recordings:get': recordingRef,
  'recordings:delete': recordingRef,
  'recordings:clear': nothing,
  'usage:read': usageRequest,
  'overview:get': nothing,
  'attention:list': nothing,
  'route:explain': routeExplainRequest,
  'settings:get': nothing,
  'settings:update': settingsUpdateRequest,
  'origins:list': nothing,
  'origins:put': originPutRequest,
  'backup:state': nothing,
  'backup:export': backupExportRequest,
  'backup:choose': nothing,
  'backup:restore': backupRestoreOptions,
  'backup:undo': nothing,
  'config:export': nothing,
  'config:choose': nothing,
  'config:import': configImportOptions,
  'catalog:refresh': nothing,
  'diagnostics:preview': nothing,
  'diagnostics:save': nothing,
  'desktop:get': nothing,
  'desktop:update': desktopUpdateRequest,
  'clipboard:write': z.string().max(100_000),
  'links:open': z.strictObject({ provider_id: z.string().min(1).max(63) }),
  'theme:get': nothing,
  'theme:set': themeRequest,
  'views:get': nothing,
  'views:set': savedViews,
} as const satisfies Record<string, z.ZodType>;

export type IpcChannel = keyof typeof ipcRequests;
/** What a caller passes (before defaults are filled in). */
export type IpcRequest<C extends IpcChannel> = z.input<(typeof ipcRequests)[C]>;
/** What a handler receives. */
export type IpcParsed<C extends IpcChannel> = z.output<(typeof ipcRequests)[C]>;

export interface IpcResponses {
  'status:get': Status;
  'gateway:pause': Status;
  'gateway:resume': Status;
  'gateway:set-port': Status;
  'vault:unlock': Status;
  'vault:lock': Status;
  'vault:change-passphrase': Status;
  'vault:set-protection': Status;
  'vault:rekey': Status;
  /** Somebody is at the window. */
  'vault:touch': null;
  'workspaces:list': readonly Workspace[];
  'workspaces:create': CreatedWorkspace;
  'workspaces:update': Workspace;
  'workspaces:rotate': CreatedWorkspace;
  'workspaces:delete': null;
  'providers:list': readonly ProviderSummary[];
  'providers:create': ProviderSummary;
  'providers:probe': ProviderProbe;
  'providers:update': ProviderSummary;
  'providers:delete': null;
  'keys:list': readonly ProviderKey[];
  'keys:create': ProviderKey;
  'keys:update': ProviderKey;
  'keys:delete': null;
  'keys:test': KeyTestResult;
  /** Tests a key that is not stored yet. */
  'keys:try': KeyTestResult;
  'keys:reset-health': ProviderKey;
  /** The keys of that provider. */
  'keys:reorder': readonly ProviderKey[];
  'keys:import-preview': KeyImportPreview;
  'keys:import': readonly ProviderKey[];
  'keys:import-forget': null;
  'keys:connect': ConnectFlow;
  'keys:connect-get': ConnectFlow;
  'keys:connect-cancel': null;
  'keys:connect-open': null;
  'invites:list': readonly Invite[];
  'invites:create': Invite;
  'invites:update': Invite;
  'invites:revoke': null;
  /** Asks the person where. False: they changed their mind. */
  'invites:save-file': boolean;
  'invites:reply': InviteReplyResult;
  /** The reply that a `spidergate://` link has brought, once; `null`: none. */
  'invites:take-link': string | null;
  'aliases:list': readonly Alias[];
  'aliases:put': Alias;
  'aliases:delete': null;
  /** What can be reached first. */
  'models:search': readonly ModelSummary[];
  /** In the order asked. */
  'models:describe': readonly ModelSummary[];
  /** Once it is over; it is in the log meanwhile. */
  'test-run:start': TestRun;
  'agent-tokens:list': readonly AgentToken[];
  'agent-tokens:create': CreatedAgentToken;
  'agent-tokens:update': AgentToken;
  'agent-tokens:rotate': CreatedAgentToken;
  'agent-tokens:delete': null;
  'requests:list': Page<RequestSummary>;
  'requests:get': RequestDetail;
  /** Asks where to. False: they changed their mind. */
  'requests:export': boolean;
  'recordings:state': RecordingState;
  'recordings:record-next': RecordingState;
  'recordings:record-token': RecordingState;
  'recordings:get': RequestRecording;
  'recordings:delete': RecordingState;
  'recordings:clear': RecordingState;
  'usage:read': UsageReport;
  'overview:get': Overview;
  /** The worst first. */
  'attention:list': readonly AttentionItem[];
  'route:explain': RouteExplanation;
  'settings:get': Settings;
  'settings:update': Settings;
  'origins:list': readonly OriginEntry[];
  /** The list after the change. */
  'origins:put': readonly OriginEntry[];
  'backup:state': BackupState;
  /** Asks where to; `saved` is false when the person changed their mind. */
  'backup:export': { readonly saved: boolean; readonly unreadable_keys: readonly string[] };
  /** Asks which file; `null` when the person changed their mind. */
  'backup:choose': { readonly name: string } | null;
  /** Of the file chosen last. */
  'backup:restore': RestorePlan;
  'backup:undo': BackupState;
  /** False when the person changed their mind. */
  'config:export': boolean;
  'config:choose': { readonly name: string } | null;
  'config:import': ChangePlan;
  'catalog:refresh': CatalogRefresh;
  /** The file as it would be saved. */
  'diagnostics:preview': string;
  /** What was shown last. False when the person changed their mind. */
  'diagnostics:save': boolean;
  'desktop:get': DesktopSettings;
  'desktop:update': DesktopSettings;
  'clipboard:write': null;
  /** Opens the provider's key page in the system browser. */
  'links:open': null;
  'theme:get': Theme;
  'theme:set': Theme;
  'views:get': SavedViews;
  'views:set': SavedViews;
}

/** Channel on which main sends batches of events, at most 10 a second. */
export const EVENTS_CHANNEL = 'events';
export type EventBatch = readonly AppEvent[];
