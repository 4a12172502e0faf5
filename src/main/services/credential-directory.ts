import { timingSafeEqual } from 'node:crypto';
import { TOKEN_SCOPES } from '../../shared/domain/agent-token';
import type { CredentialCheck, CredentialDirectory } from '../gateway/ports';
import type { Identity } from '../gateway/types';
import type { AgentTokenRow, WorkspaceRow } from '../storage/types';
import type { AgentTokenBook } from './agent-token-book';
import type { ServiceDependencies } from './dependencies';
import type { LastUsed } from './last-used';
import type { WorkspaceBook } from './workspaces';

const AGENT_TOKEN = /^spideriq_pat_[0-9A-Za-z]{32}$/;
const CLIENT_CREDENTIAL = /^(cli_[0-9A-Za-z]+):key_[0-9A-Za-z]+:secret_[0-9A-Za-z]+$/;

interface DirectoryParts extends Pick<ServiceDependencies, 'tokens' | 'tokenHasher' | 'clock'> {
  readonly agentTokens: AgentTokenBook;
  readonly workspaces: WorkspaceBook;
  readonly lastUsed: LastUsed;
}

/** What callers present, checked against keyed hashes in memory. A changed or deleted token counts at once. */
export function createCredentialDirectory(parts: DirectoryParts): CredentialDirectory {
  const { tokens, tokenHasher, clock, agentTokens, workspaces } = parts;

  function checkToken(presented: string): CredentialCheck {
    if (!tokens.hasValidChecksum(presented)) return BAD_FORMAT;
    const hash = tokenHasher.hash(presented);
    const row = agentTokens.byHash(hash.toString('hex'));
    if (!row || !timingSafeEqual(hash, row.tokenHash)) return UNKNOWN;
    if (row.expiresAt !== null && row.expiresAt <= clock.now()) return UNKNOWN;
    const workspace = workspaces.get(row.workspaceId);
    return workspace ? { ok: true, identity: ofToken(row, workspace) } : UNKNOWN;
  }

  function checkClient(presented: string, clientId: string): CredentialCheck {
    const hash = tokenHasher.hash(presented);
    const workspace = workspaces.list().find((row) => row.clientId === clientId);
    if (!workspace || !timingSafeEqual(hash, workspace.credentialHash)) return UNKNOWN;
    return { ok: true, identity: ofClient(workspace) };
  }

  return {
    check(presented) {
      if (AGENT_TOKEN.test(presented)) return checkToken(presented);
      const clientId = CLIENT_CREDENTIAL.exec(presented)?.[1];
      return clientId === undefined ? BAD_FORMAT : checkClient(presented, clientId);
    },
    touch(identity) {
      if (identity.tokenId !== null) parts.lastUsed.touch(identity.tokenId);
    },
  };
}

const BAD_FORMAT: CredentialCheck = { ok: false, code: 'invalid_token_format' };
const UNKNOWN: CredentialCheck = { ok: false, code: 'invalid_api_key' };

function ofToken(row: AgentTokenRow, workspace: WorkspaceRow): Identity {
  return {
    workspaceId: workspace.id,
    clientId: workspace.clientId,
    tokenId: row.id,
    tokenName: row.name,
    scopes: row.scopes,
    allowedModels: row.allowedModels,
  };
}

function ofClient(workspace: WorkspaceRow): Identity {
  return {
    workspaceId: workspace.id,
    clientId: workspace.clientId,
    tokenId: null,
    tokenName: null,
    scopes: TOKEN_SCOPES,
    allowedModels: [],
  };
}
