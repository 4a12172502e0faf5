import { timingSafeEqual } from 'node:crypto';
import { TOKEN_SCOPES } from '../../shared/domain/agent-token';
import { NO_TOKEN_LIMITS } from '../gateway/no-limits';
import type { CredentialCheck, CredentialDirectory } from '../gateway/ports';
import type { Identity } from '../gateway/types';
import type { AgentTokenRow, WorkspaceRow } from '../storage/types';
import type { AgentTokenBook } from './agent-token-book';
import type { ServiceDependencies } from './dependencies';
import type { LastApps } from './last-apps';
import type { LastUsed } from './last-used';
import { createMoment } from './moment';
import type { WorkspaceBook } from './workspace-book';

const AGENT_TOKEN = /^spideriq_pat_[0-9A-Za-z]{32}$/;
const CLIENT_CREDENTIAL = /^(cli_[0-9A-Za-z]+):key_[0-9A-Za-z]+:secret_[0-9A-Za-z]+$/;

const REMEMBERED_MS = 1_000;

interface DirectoryParts extends Pick<ServiceDependencies, 'tokens' | 'tokenHasher' | 'clock'> {
  readonly agentTokens: AgentTokenBook;
  readonly workspaces: WorkspaceBook;
  readonly lastUsed: { readonly agentTokens: LastUsed; readonly workspaces: LastUsed };
  readonly lastApps: LastApps;
}

type Admission = Extract<CredentialCheck, { ok: true }>;

/** What callers present, checked against keyed hashes in memory. A changed or deleted token counts at once. */
export function createCredentialDirectory(parts: DirectoryParts): CredentialDirectory {
  const { tokens, tokenHasher, clock, agentTokens, workspaces } = parts;
  const admissions = createAdmissions();
  const seen = createMoment<string, Seen>(REMEMBERED_MS, clock);
  tokenHasher.onAdopt(seen.clear);

  const isOpen = (row: AgentTokenRow) =>
    row.enabled && (row.expiresAt === null || row.expiresAt > clock.now());

  function findToken(hash: Buffer): AgentTokenRow | null {
    const row = agentTokens.byHash(hash.toString('hex'));
    return row && timingSafeEqual(hash, row.tokenHash) ? row : null;
  }

  /** Only what the own key does not recognise is hashed again under those of other installations. */
  function findRestored(presented: string): AgentTokenRow | null {
    for (const hash of tokenHasher.otherHashes(presented)) {
      const row = findToken(hash);
      if (row) return row;
    }
    return null;
  }

  /** A tool sends the same token over and over: for a moment, its hash and whose it is are known. */
  function lookUp(presented: string, before: Seen | undefined): AgentTokenRow | null {
    // Compared when it was seen first; a changed or deleted token is another row, or none.
    if (before?.row && agentTokens.get(before.row.id) === before.row) return before.row;
    const hash = before?.hash ?? tokenHasher.hash(presented);
    const row = findToken(hash) ?? findRestored(presented);
    seen.set(presented, { hash, row });
    return row;
  }

  function checkToken(presented: string, before: Seen | undefined): CredentialCheck {
    if (!before && !tokens.hasValidChecksum(presented)) return BAD_FORMAT;
    const row = lookUp(presented, before);
    if (!row || !isOpen(row)) return UNKNOWN;
    const workspace = workspaces.get(row.workspaceId);
    return workspace ? admissions.ofToken(row, workspace) : UNKNOWN;
  }

  function checkClient(presented: string, clientId: string, before: Seen | undefined): CredentialCheck {
    const workspace = workspaces.ofClient(clientId);
    const isKnown = (hash: Buffer) => workspace !== null && timingSafeEqual(hash, workspace.credentialHash);
    const hash = before?.hash ?? tokenHasher.hash(presented);
    if (!before) seen.set(presented, { hash, row: null });
    const isOne = isKnown(hash) || tokenHasher.otherHashes(presented).some(isKnown);
    if (!workspace || !isOne) return UNKNOWN;
    return workspace.credentialEnabled ? admissions.ofClient(workspace) : UNKNOWN;
  }

  return {
    check(presented) {
      const before = seen.get(presented);
      if (before?.row || AGENT_TOKEN.test(presented)) return checkToken(presented, before);
      const clientId = CLIENT_CREDENTIAL.exec(presented)?.[1];
      return clientId === undefined ? BAD_FORMAT : checkClient(presented, clientId, before);
    },
    isValid(identity) {
      const workspace = workspaces.get(identity.workspaceId);
      if (!workspace) return false;
      const hash = admissions.hashOf(identity);
      if (identity.tokenId === null) {
        return workspace.credentialEnabled && isSame(hash, workspace.credentialHash);
      }
      const row = agentTokens.get(identity.tokenId);
      return row !== null && isOpen(row) && isSame(hash, row.tokenHash);
    },
    touch({ tokenId, workspaceId }, userAgent) {
      if (tokenId === null) parts.lastUsed.workspaces.touch(workspaceId);
      else {
        parts.lastUsed.agentTokens.touch(tokenId);
        if (userAgent !== undefined) parts.lastApps.note(tokenId, userAgent);
      }
    },
  };
}

/** What somebody presented a moment ago, and whose it was. */
interface Seen {
  readonly hash: Buffer;
  /** `null`: nobody's, or a client credential. */
  readonly row: AgentTokenRow | null;
}

const BAD_FORMAT: CredentialCheck = { ok: false, code: 'invalid_token_format' };
const UNKNOWN: CredentialCheck = { ok: false, code: 'invalid_api_key' };

function isSame(hash: Uint8Array | undefined, other: Uint8Array): boolean {
  return hash === other || (hash !== undefined && timingSafeEqual(hash, other));
}

/** Made once for each state of a row, because most requests come with the same few tokens. */
function createAdmissions() {
  const tokens = new WeakMap<AgentTokenRow, { workspace: WorkspaceRow; admission: Admission }>();
  const clients = new WeakMap<WorkspaceRow, Admission>();
  /** With which secret an identity got in: it ends with it. */
  const hashes = new WeakMap<Identity, Uint8Array>();

  function admit(identity: Identity, hash: Uint8Array): Admission {
    hashes.set(identity, hash);
    return { ok: true, identity };
  }

  return {
    hashOf: (identity: Identity) => hashes.get(identity),
    ofToken(row: AgentTokenRow, workspace: WorkspaceRow): Admission {
      const known = tokens.get(row);
      if (known && known.workspace === workspace) return known.admission;
      const admission = admit(identifyToken(row, workspace), row.tokenHash);
      tokens.set(row, { workspace, admission });
      return admission;
    },
    ofClient(workspace: WorkspaceRow): Admission {
      const known = clients.get(workspace);
      if (known) return known;
      const admission = admit(identifyClient(workspace), workspace.credentialHash);
      clients.set(workspace, admission);
      return admission;
    },
  };
}

function identifyToken(row: AgentTokenRow, workspace: WorkspaceRow): Identity {
  return {
    workspaceId: workspace.id,
    clientId: workspace.clientId,
    tokenId: row.id,
    tokenName: row.name,
    scopes: row.scopes,
    allowedModels: row.allowedModels,
    policy: row.policy,
    workspacePolicy: workspace.limits,
  };
}

function identifyClient(workspace: WorkspaceRow): Identity {
  return {
    workspaceId: workspace.id,
    clientId: workspace.clientId,
    tokenId: null,
    tokenName: null,
    scopes: TOKEN_SCOPES,
    allowedModels: [],
    policy: NO_TOKEN_LIMITS,
    workspacePolicy: workspace.limits,
  };
}
