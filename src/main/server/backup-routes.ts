import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import {
  backupExportRequest,
  backupRestoreRequest,
  configImportRequest,
  LARGEST_BACKUP_BYTES,
} from '../../shared/ipc/backup';
import type { Services } from '../services/types';
import { parseRequest } from './parse-request';

/** Base64 takes a third more, and the passphrase and mode a little. */
const RESTORE_BODY_LIMIT = Math.ceil(LARGEST_BACKUP_BYTES / 3) * 4 + 64 * 1024;

const dryRunQuery = z.strictObject({
  dry_run: z
    .enum(['true', 'false', '1', '0', ''], 'must be true or false')
    .transform((value) => value !== 'false' && value !== '0')
    .optional(),
});

/** A dry run may be asked for in the address or in the body. */
export function addBackupRoutes(app: FastifyInstance, base: string, { backup, config }: Services): void {
  app.get(`${base}/backup`, () => backup.state());
  app.post(`${base}/backup/export`, async ({ body }, reply) => {
    const made = await backup.create(parseRequest(backupExportRequest, body));
    return reply
      .type('application/octet-stream')
      .header('content-disposition', `attachment; filename="${made.name}"`)
      .header('x-spidergate-unreadable-keys', made.unreadable_keys.length)
      .send(Buffer.from(made.file));
  });
  app.post(`${base}/backup/restore`, { bodyLimit: RESTORE_BODY_LIMIT }, ({ body, query }) => {
    const { file, ...options } = parseRequest(backupRestoreRequest, body);
    const { dry_run = options.dry_run } = parseRequest(dryRunQuery, query);
    return backup.restore(Buffer.from(file, 'base64'), { ...options, dry_run });
  });
  app.post(`${base}/backup/undo`, () => backup.undo());
  app.get(`${base}/config/export`, () => config.read());
  app.post(`${base}/config/import`, ({ body, query }) => {
    const request = parseRequest(configImportRequest, body);
    const { dry_run = request.dry_run } = parseRequest(dryRunQuery, query);
    return config.import({ ...request, dry_run });
  });
}
