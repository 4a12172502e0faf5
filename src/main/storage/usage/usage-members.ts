import type { Database } from 'better-sqlite3';
import { USAGE_GROUPS, type UsageGroup } from '../../../shared/domain/usage';
import type { FinishedRow } from './types';

/** Dimension → id of the member. */
export type Members = Record<UsageGroup, number>;

interface Named {
  readonly name: string;
  /** What people call it; the newest one stays. */
  readonly label: string;
}

interface Known {
  readonly id: number;
  readonly label: string;
}

/** Names are long and rows are many: each name is written once and has a number from then on. */
export interface MemberTable {
  /** Asks the database once for each name; nothing is kept, because what was written may yet be rolled back. */
  openBatch(): (row: FinishedRow) => Members;
}

export function createMemberTable(database: Database): MemberTable {
  const select = database.prepare<[string, string], Known>(
    'SELECT id, label FROM usage_members WHERE dimension = ? AND name = ?',
  );
  const put = database.prepare<[string, string, string], Known>(`
    INSERT INTO usage_members (dimension, name, label) VALUES (?, ?, ?)
    ON CONFLICT (dimension, name) DO UPDATE SET label = excluded.label RETURNING id, label
  `);

  function store(dimension: UsageGroup, { name, label }: Named): Known {
    const found = select.get(dimension, name);
    if (found && found.label === label) return found;
    const stored = put.get(dimension, name, label);
    if (!stored) throw new Error('a name of the usage could not be written');
    return stored;
  }

  return {
    openBatch() {
      const known = new Map<string, Known>();
      const idOf = (dimension: UsageGroup, named: Named | null): number => {
        if (named === null) return 0;
        const place = `${dimension} ${named.name} ${named.label}`;
        const member = known.get(place) ?? store(dimension, named);
        known.set(place, member);
        return member.id;
      };
      const together = new Map<string, Members>();
      return (row) => {
        const { provider, model, alias, tokenId, tokenName, keyId, keyLabel, workspaceId, clientId } = row;
        const met = [provider, model, alias, tokenId, tokenName, keyId, keyLabel, workspaceId, clientId].join(
          '\t',
        );
        const found = together.get(met);
        if (found) return found;
        const members: Members = { provider: 0, model: 0, alias: 0, token: 0, key: 0, workspace: 0 };
        for (const dimension of USAGE_GROUPS) members[dimension] = idOf(dimension, nameIn(row, dimension));
        together.set(met, members);
        return members;
      };
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
