import type { Database } from 'better-sqlite3';
import { USAGE_GROUPS, type UsageGroup } from '../../../shared/domain/usage';
import type { FinishedRow } from './types';

interface Named {
  readonly name: string;
  /** What people call it; the newest one stays. */
  readonly label: string;
}

interface Known {
  readonly id: number;
  readonly label: string;
}

/** Rows are many and their names are long: each set of names that met is written once and has a number from then on. */
export interface SetTable {
  /** Gives the number of a row's set. To be asked inside one transaction. */
  openBatch(): (row: FinishedRow) => number;
}

const MOST_REMEMBERED = 4096;

export function createSetTable(database: Database): SetTable {
  const members = createMemberTable(database);
  const names = USAGE_GROUPS.join(', ');
  const find = database
    .prepare<number[], number>(
      `SELECT id FROM usage_sets WHERE ${USAGE_GROUPS.map((dimension) => `${dimension} = ?`).join(' AND ')}`,
    )
    .pluck();
  const insert = database.prepare<number[]>(
    `INSERT INTO usage_sets (${names}) VALUES (${USAGE_GROUPS.map(() => '?').join(', ')})`,
  );
  /** What a batch before this one found; what one has written may have been rolled back. */
  const remembered = new Map<string, number>();

  function look(row: FinishedRow): { readonly set: number; readonly isNew: boolean } {
    const found = USAGE_GROUPS.map((dimension) => members.idOf(dimension, nameIn(row, dimension)));
    const ids = found.map(({ id }) => id);
    const isRenamed = found.some(({ isNew }) => isNew);
    // Who was called so before may be called so again, and that would have to be written.
    if (isRenamed) remembered.clear();
    const set = find.get(...ids);
    if (set !== undefined) return { set, isNew: isRenamed };
    return { set: Number(insert.run(...ids).lastInsertRowid), isNew: true };
  }

  return {
    openBatch() {
      let hasWritten = false;
      const fresh = new Map<string, number>();
      return (row) => {
        const met = namesOf(row);
        const known = remembered.get(met) ?? fresh.get(met);
        if (known !== undefined) return known;
        const { set, isNew } = look(row);
        if (isNew) {
          hasWritten = true;
          fresh.clear();
        }
        if (remembered.size >= MOST_REMEMBERED) remembered.clear();
        (hasWritten ? fresh : remembered).set(met, set);
        return set;
      };
    },
  };
}

function namesOf(row: FinishedRow): string {
  const { provider, model, alias, tokenId, tokenName, keyId, keyLabel, workspaceId, clientId } = row;
  return [provider, model, alias, tokenId, tokenName, keyId, keyLabel, workspaceId, clientId].join('\t');
}

function createMemberTable(database: Database) {
  const select = database.prepare<[string, string], Known>(
    'SELECT id, label FROM usage_members WHERE dimension = ? AND name = ?',
  );
  const put = database
    .prepare<[string, string, string], number>(`
      INSERT INTO usage_members (dimension, name, label) VALUES (?, ?, ?)
      ON CONFLICT (dimension, name) DO UPDATE SET label = excluded.label RETURNING id
    `)
    .pluck();
  return {
    idOf(dimension: UsageGroup, named: Named | null): { readonly id: number; readonly isNew: boolean } {
      if (named === null) return { id: 0, isNew: false };
      const found = select.get(dimension, named.name);
      if (found && found.label === named.label) return { id: found.id, isNew: false };
      const id = put.get(dimension, named.name, named.label);
      if (id === undefined) throw new Error('a name of the usage could not be written');
      return { id, isNew: true };
    },
  };
}

function nameIn(row: FinishedRow, dimension: UsageGroup): Named | null {
  switch (dimension) {
    case 'token':
      return named(row.tokenId, row.tokenName);
    case 'key':
      return named(row.keyId, row.keyLabel === null ? null : `${row.provider ?? '?'} · ${row.keyLabel}`);
    case 'workspace':
      return named(row.workspaceId, row.clientId);
    default:
      return named(row[dimension], row[dimension]);
  }
}

function named(name: string | null, label: string | null): Named | null {
  return name === null ? null : { name, label: label ?? name };
}
