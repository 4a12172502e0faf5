import type { Database } from 'better-sqlite3';
import type { InviteRow, InviteTable } from './types';

type StoredRow = Omit<InviteRow, 'shareWithPool' | 'inNetwork'> & {
  readonly shareWithPool: number;
  readonly inNetwork: number;
};

const COLUMNS = `id, provider, label, sender, message, workspace_id AS workspaceId, share_with_pool AS shareWithPool,
  in_network AS inNetwork, token, created_at AS createdAt, expires_at AS expiresAt, ended_at AS endedAt,
  ended_as AS endedAs, key_id AS keyId, withdrawal_hash AS withdrawalHash`;

export function createInviteTable(database: Database): InviteTable {
  const select = database.prepare<[], StoredRow>(`SELECT ${COLUMNS} FROM invites ORDER BY created_at, rowid`);
  const selectOne = database.prepare<[string], StoredRow>(`SELECT ${COLUMNS} FROM invites WHERE id = ?`);
  const selectByCode = database.prepare<[Uint8Array], StoredRow>(
    `SELECT ${COLUMNS} FROM invites WHERE withdrawal_hash = ?`,
  );
  const insert = database.prepare<[StoredRow]>(`
    INSERT INTO invites (id, provider, label, sender, message, workspace_id, share_with_pool, in_network, token,
      created_at, expires_at, ended_at, ended_as, key_id, withdrawal_hash)
    VALUES (@id, @provider, @label, @sender, @message, @workspaceId, @shareWithPool, @inNetwork, @token,
      @createdAt, @expiresAt, @endedAt, @endedAs, @keyId, @withdrawalHash)
  `);
  const update = database.prepare<[StoredRow]>(`
    UPDATE invites SET in_network = @inNetwork, token = @token, ended_at = @endedAt, ended_as = @endedAs,
      key_id = @keyId, withdrawal_hash = @withdrawalHash
    WHERE id = @id
  `);
  // Not while the key is there: its contributor can still take it back.
  const remove = database.prepare<[number]>(`
    DELETE FROM invites WHERE coalesce(ended_at, expires_at) < ?
      AND NOT EXISTS (SELECT 1 FROM keys WHERE keys.id = invites.key_id)
  `);
  const together = database.transaction((row: InviteRow, work: () => string | null) => {
    update.run(toStored({ ...row, keyId: work() }));
  });
  const toRowOrNull = (stored: StoredRow | undefined) => (stored ? toRow(stored) : null);
  return {
    list: () => select.all().map(toRow),
    get: (id) => toRowOrNull(selectOne.get(id)),
    ofWithdrawalHash: (hash) => toRowOrNull(selectByCode.get(hash)),
    insert: (row) => {
      insert.run(toStored(row));
    },
    update: (row, work = () => row.keyId) => together.immediate(row, work),
    forgetBefore: (time) => {
      remove.run(time);
    },
  };
}

function toRow(stored: StoredRow): InviteRow {
  return { ...stored, shareWithPool: stored.shareWithPool === 1, inNetwork: stored.inNetwork === 1 };
}

function toStored(row: InviteRow): StoredRow {
  return { ...row, shareWithPool: Number(row.shareWithPool), inNetwork: Number(row.inNetwork) };
}
