import type { AliasPutRequest } from '../../shared/ipc/aliases';
import type { AliasRow } from '../storage/types';
import type { AliasBookStore } from './alias-book';
import type { KeyBook } from './key-book';
import type { ProviderBook } from './provider-book';
import { notFound, refuse } from './refusals';
import type { AliasService } from './types';
import type { WorkspaceBook } from './workspace-book';

const CLIENT_ALIAS = /^client:([^/]+)\//;
const DEMO_FAMILY = 'spidergate/';

interface AliasParts {
  readonly book: AliasBookStore;
  readonly providers: ProviderBook;
  readonly keys: KeyBook;
  readonly workspaces: WorkspaceBook;
  readonly onChange: () => void;
}

export function createAliasService(parts: AliasParts): AliasService {
  const { book } = parts;

  function describe(id: string) {
    const alias = book.describe(id);
    if (!alias) throw notFound('alias', id);
    return alias;
  }

  return {
    list: () => book.list().map((alias) => describe(alias.id)),
    put(id, request) {
      if (id.startsWith(DEMO_FAMILY)) throw refuse('id', 'The family "spidergate" is SpiderGate\'s own.');
      requireSlots(request, parts);
      requireOwnKeys(id, request, parts);
      book.put(toAliasRow(id, request));
      parts.onChange();
      return describe(id);
    },
    delete(id) {
      describe(id);
      if (!book.isCustom(id)) return;
      book.delete(id);
      parts.onChange();
    },
  };
}

function requireSlots(request: AliasPutRequest, { providers, keys }: AliasParts): void {
  for (const [index, slot] of request.slots.entries()) {
    if (!providers.get(slot.provider)) {
      throw refuse(`slots.${index}.provider`, `There is no provider "${slot.provider}".`);
    }
    if (slot.key_id === undefined) continue;
    const key = keys.get(slot.key_id);
    if (!key) throw refuse(`slots.${index}.key_id`, `There is no key "${slot.key_id}".`);
    if (key.provider !== slot.provider) {
      throw refuse(
        `slots.${index}.key_id`,
        `The key "${key.label}" is one of ${key.provider}, not of ${slot.provider}.`,
      );
    }
  }
}

/** A `client:` alias never uses the pool: every slot names a key of its workspace. */
function requireOwnKeys(id: string, request: AliasPutRequest, { keys, workspaces }: AliasParts): void {
  const name = CLIENT_ALIAS.exec(id)?.[1];
  if (name === undefined) return;
  const workspace = workspaces.named(name);
  if (!workspace) throw refuse('id', `There is no workspace named "${name}".`);
  for (const [index, slot] of request.slots.entries()) {
    const param = `slots.${index}.key_id`;
    if (slot.key_id === undefined) throw refuse(param, `Every slot of ${id} must name a key of "${name}".`);
    if (keys.get(slot.key_id)?.workspaceId !== workspace.id) {
      throw refuse(param, `This key does not belong to the workspace "${name}".`);
    }
  }
}

export function toAliasRow(id: string, request: AliasPutRequest): AliasRow {
  return {
    id,
    slots: request.slots.map((slot) => ({
      provider: slot.provider,
      model: slot.model,
      keyId: slot.key_id ?? null,
      enabled: slot.enabled ?? true,
    })),
    streamSafety: request.stream_safety ?? null,
    patienceMs: request.patience_ms ?? null,
    firstTokenMs: request.first_token_ms ?? null,
    maxAttempts: request.max_attempts ?? null,
    routeAroundRefusals: request.route_around_refusals ?? false,
  };
}
