import type { KeyImportEntry } from '../../../shared/domain/key-import';
import type { KeyRing } from '../../gateway/ports';
import type { KeyRow } from '../../storage/types';
import type { TokenHasher } from '../../vault/types';
import type { TokenTools } from '../dependencies';
import type { WorkspaceBook } from '../workspace-book';
import type { ProviderSigns } from './provider-signs';
import { type Recognised, recogniseFound } from './recognise-found';
import type { FoundKey, KnownProvider, SecretJudge } from './types';

const LONGEST_NAME = 120;
const LONGEST_LABEL = 80;
const FIELD_VALUE = /^[A-Za-z0-9._-]{1,200}$/;

interface EntryParts {
  readonly known: readonly KnownProvider[];
  readonly signs: ProviderSigns;
  readonly judge: SecretJudge;
  readonly values: ReadonlyMap<string, string>;
  readonly stored: () => readonly KeyRow[];
  readonly ring: KeyRing;
  readonly tokenHasher: TokenHasher;
  readonly tokens: TokenTools;
  readonly workspaces: WorkspaceBook;
}

/** What the window may see of a found key: never its secret, nor anything beside it that looks like one. */
export function createEntryMaker(parts: EntryParts): (id: string, found: FoundKey) => KeyImportEntry {
  const owners = hashStored(parts);
  const byId = new Map(parts.known.map((entry) => [entry.provider.id, entry]));
  const show = (text: string | null, longest: number) => showText(text, longest, parts.judge);
  return (id, found) => {
    const recognised = recogniseFound(found, parts.signs);
    const chosen = recognised.provider === null ? null : (byId.get(recognised.provider) ?? null);
    const owner = owners.get(hashOf(found.secret, parts)) ?? null;
    return {
      id,
      name: show(found.name, LONGEST_NAME),
      masked: parts.tokens.maskSecret(found.secret),
      ...judgeEntry(recognised, chosen, owner),
      provider_name: owner?.provider ?? recognised.provider,
      recognised_by: recognised.by,
      choices: recognised.choices,
      key_label: show(found.label ?? recognised.label, LONGEST_LABEL),
      account: show(found.account, LONGEST_LABEL),
      workspace_id: findWorkspace(found.workspace, parts.workspaces),
      fields: chosen === null ? {} : pickFields(found, chosen, parts.values),
    };
  };
}

/** By keyed hash, held only while the preview is made. */
function hashStored(parts: EntryParts): ReadonlyMap<string, KeyRow> {
  return new Map(
    parts.stored().flatMap((row): [string, KeyRow][] => {
      const answer = parts.ring.secretOf(row.id);
      return answer.ok ? [[hashOf(answer.secret, parts), row]] : [];
    }),
  );
}

function hashOf(secret: string, { tokenHasher }: EntryParts): string {
  return tokenHasher.hash(secret).toString('hex');
}

function judgeEntry(
  recognised: Recognised,
  chosen: KnownProvider | null,
  owner: KeyRow | null,
): Pick<KeyImportEntry, 'state' | 'reason'> {
  if (owner !== null) return { state: 'duplicate', reason: `In the vault already, as "${owner.label}".` };
  const refused = recognised.refused ?? chosen?.embedded?.refused ?? null;
  if (refused !== null) return { state: 'refused', reason: refused };
  return { state: recognised.provider === null ? 'ask' : 'ready', reason: null };
}

function showText(text: string | null, longest: number, judge: SecretJudge): string | null {
  const trimmed = text?.trim() ?? '';
  if (trimmed === '' || trimmed.length > longest) return null;
  const parts = [trimmed, ...trimmed.split(/[\s.,;:"']+/)];
  return parts.some((part) => judge.isSecret(part)) ? null : trimmed;
}

function findWorkspace(name: string | null, workspaces: WorkspaceBook): string | null {
  if (name === null) return null;
  const wanted = name.trim().toLowerCase();
  return workspaces.list().find((workspace) => workspace.name.toLowerCase() === wanted)?.id ?? null;
}

/** Fields the key needs: from beside it, else from a variable of the same text. */
function pickFields(
  found: FoundKey,
  { provider, embedded }: KnownProvider,
  values: ReadonlyMap<string, string>,
): Readonly<Record<string, string>> {
  const pick = (need: string) => {
    const names = embedded?.fieldEnvNames[need] ?? [];
    const named = [...values].find(([name]) => names.includes(name.toUpperCase()));
    return found.fields[need] ?? named?.[1] ?? '';
  };
  return Object.fromEntries(
    provider.needs.map((need) => [need, pick(need)]).filter(([, value = '']) => FIELD_VALUE.test(value)),
  );
}
