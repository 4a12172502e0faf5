import type { RestoreMode } from '../../../shared/domain/change-plan';
import type { AliasPutRequest } from '../../../shared/ipc/aliases';
import type { ConfigDocument } from '../../../shared/ipc/config-document';
import type { AliasRow, KeyRow, WorkspaceRow } from '../../storage/types';
import { toAliasRow } from '../aliases';
import type { Inventory } from './inventory';

interface AliasContext {
  readonly mode: RestoreMode;
  readonly workspaces: readonly WorkspaceRow[];
  readonly keys: readonly KeyRow[];
  readonly isProvider: (id: string) => boolean;
  readonly notices: string[];
}

type AliasEntry = NonNullable<ConfigDocument['aliases']>[string];

/** An alias that could not serve as it is written is left as it was, with a notice that says why. */
export function planConfigAliases(
  { aliases }: ConfigDocument,
  current: Inventory,
  context: AliasContext,
): readonly AliasRow[] {
  if (!aliases) return current.aliases;
  const rows = new Map(
    current.aliases.filter(({ id }) => context.mode === 'merge' || id in aliases).map((row) => [row.id, row]),
  );
  for (const [id, entry] of Object.entries(aliases)) {
    const planned = planAlias(id, entry, context);
    if ('problem' in planned) context.notices.push(`The alias "${id}" is left out: ${planned.problem}`);
    else rows.set(id, planned.row);
  }
  return [...rows.values()];
}

function planAlias(
  id: string,
  entry: AliasEntry,
  context: AliasContext,
): { readonly row: AliasRow } | { readonly problem: string } {
  if (id.startsWith('spidergate/')) return { problem: 'the family "spidergate" is SpiderGate\'s own.' };
  const name = /^client:([^/]+)\//.exec(id)?.[1];
  const workspace = context.workspaces.find((row) => row.name === name);
  if (name !== undefined && !workspace) return { problem: `there is no workspace "${name}".` };
  const slots: AliasPutRequest['slots'] = [];
  for (const slot of entry.slots) {
    if (!context.isProvider(slot.provider)) return { problem: `there is no provider "${slot.provider}".` };
    const key = findKey(slot, workspace, context.keys);
    if (slot.key !== undefined && !key)
      return { problem: `the key "${slot.provider} · ${slot.key}" is not here. Add it, then import again.` };
    if (workspace && !key) return { problem: `every slot must name a key of "${name}".` };
    const { key: _label, ...rest } = slot;
    slots.push(key ? { ...rest, key_id: key.id } : rest);
  }
  return { row: toAliasRow(id, { ...entry, slots }) };
}

/** A `client:` alias takes keys of its own workspace only. */
function findKey(
  { provider, key: label }: AliasEntry['slots'][number],
  workspace: WorkspaceRow | undefined,
  keys: readonly KeyRow[],
): KeyRow | undefined {
  return keys.find(
    (key) =>
      key.provider === provider && key.label === label && (!workspace || key.workspaceId === workspace.id),
  );
}
