import type { KeyImportPreview } from '../../../shared/domain/key-import';
import type { KeyImportPreviewRequest, KeyImportRequest } from '../../../shared/ipc/key-import';
import { SpiderGateError } from '../../gateway/errors';
import type { KeyRow } from '../../storage/types';
import type { ServiceDependencies } from '../dependencies';
import { type KeyRowParts, makeRow, toProviderKey } from '../key-rows';
import { notFound, refuse, vaultClosed } from '../refusals';
import type { KeyImportService } from '../types';
import { createImportSessions, type ImportSessions } from './import-sessions';
import { createSecretJudge } from './judge-secret';
import { parseEnvironment, parseText } from './parse-text';
import { createProviderSigns } from './provider-signs';
import { createEntryMaker } from './show-entry';
import type { FoundKey, KnownProvider, ParsedText, SecretJudge } from './types';

const MOST_KEYS = 500;

export interface KeyImportParts
  extends KeyRowParts,
    Pick<ServiceDependencies, 'tokenHasher' | 'environment'> {
  readonly list: () => readonly KnownProvider[];
  readonly stored: () => readonly KeyRow[];
  readonly onChange: (providerId: string) => void;
}

/** Many keys at once: shown masked first, then stored together or not at all. */
export function createKeyImport(parts: KeyImportParts) {
  const sessions = createImportSessions(parts.clock);
  // What waits to be imported is no safer than what is in the vault.
  const stopWatching = parts.vault.onChange(() => {
    if (parts.vault.status().state !== 'unlocked') sessions.clear();
  });
  const service: KeyImportService = {
    preview: (request) => preview(request, sessions, parts),
    import: (request) => importKeys(request, sessions, parts),
    forget: ({ session_id }) => sessions.forget(session_id),
  };
  return {
    service,
    dispose() {
      stopWatching();
      sessions.clear();
    },
  };
}

function preview(
  request: KeyImportPreviewRequest,
  sessions: ImportSessions,
  parts: KeyImportParts,
): KeyImportPreview {
  const { vault } = parts;
  if (vault.status().state !== 'unlocked') throw vaultClosed(vault.status());
  const known = parts.list();
  const signs = createProviderSigns(known);
  const judge = createSecretJudge(signs);
  const parsed = read(request, known, judge, parts);
  const found = dropRepeated(parsed.keys);
  if (found.length > MOST_KEYS) throw refuse('text', `There are more than ${MOST_KEYS} keys in it.`);
  const byId = new Map(found.map((key, index) => [`k${index + 1}`, key]));
  const showEntry = createEntryMaker({ ...parts, known, signs, judge, values: parsed.values });
  const session = sessions.open(byId);
  return {
    session_id: session.id,
    expires_at: new Date(session.expiresAt).toISOString(),
    format: parsed.format,
    entries: [...byId].map(([id, key]) => showEntry(id, key)),
    ignored: parsed.ignored,
  };
}

function read(
  request: KeyImportPreviewRequest,
  known: readonly KnownProvider[],
  judge: SecretJudge,
  { environment }: KeyImportParts,
): ParsedText {
  if (request.text !== undefined) return parseText(request.text, judge, request.file_name);
  // GITHUB_TOKEN is in many environments, and is no key for here.
  const usable = known.flatMap(({ embedded }) => (embedded && embedded.refused === null ? [embedded] : []));
  const names = usable.filter(({ kind }) => kind !== 'local').flatMap(({ envNames }) => envNames);
  const fieldNames = usable.flatMap(({ fieldEnvNames }) => Object.values(fieldEnvNames).flat());
  return parseEnvironment(environment, names, fieldNames, judge);
}

/** The first of each: it is the one with the better name as often as not. */
function dropRepeated(found: readonly FoundKey[]): readonly FoundKey[] {
  return [...new Map([...found].reverse().map((key) => [key.secret, key])).values()].reverse();
}

function importKeys(request: KeyImportRequest, sessions: ImportSessions, parts: KeyImportParts) {
  const session = sessions.get(request.session_id);
  if (!session) throw notFound('import', request.session_id);
  const rows: KeyRow[] = [];
  for (const [index, { id, ...choice }] of request.keys.entries()) {
    const found = session.found.get(id);
    if (!found) throw refuse(`keys.${index}.id`, `There is no entry "${id}" in this import.`);
    rows.push(atEntry(index, () => makeRow({ ...choice, api_key: found.secret }, parts, rows)));
  }
  parts.book.insertAll(rows);
  sessions.forget(session.id);
  for (const row of rows) parts.tests.added(row.id);
  for (const provider of new Set(rows.map((row) => row.provider))) parts.onChange(provider);
  return rows.map((row) => toProviderKey(row, parts));
}

/** What is wrong with one entry, said of that entry. */
function atEntry<T>(index: number, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof SpiderGateError)) throw error;
    const param = error.param === null ? {} : { param: `keys.${index}.${error.param}` };
    throw new SpiderGateError(error.code, error.message, param);
  }
}
