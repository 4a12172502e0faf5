import { createAgentTokenBook } from './agent-token-book';
import { createAliasBook } from './alias-book';
import type { ServiceDependencies } from './dependencies';
import { createKeyBook } from './key-book';
import { createLastUsed } from './last-used';
import { createProviderBook } from './provider-book';
import { createWorkspaceBook } from './workspace-book';

/** Everything the user has configured, read once. */
export function createBooks(deps: ServiceDependencies) {
  return {
    keys: createKeyBook(deps),
    agentTokens: createAgentTokenBook(deps),
    workspaces: createWorkspaceBook(deps),
    providers: createProviderBook(deps),
    aliases: createAliasBook(deps),
  };
}

export function createLastUsedBooks({ storage, clock }: ServiceDependencies) {
  return {
    workspaces: createLastUsed({ clock, write: (used) => storage.workspaces.touch(used) }),
    keys: createLastUsed({ clock, write: (used) => storage.keys.touch(used) }),
    agentTokens: createLastUsed({ clock, write: (used) => storage.agentTokens.touch(used) }),
  };
}
