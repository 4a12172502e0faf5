import { randomBytes } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { BackupState, RestorePlan } from '../../shared/domain/change-plan';
import type { Status } from '../../shared/domain/status';
import { type BackupExportRequest, LARGEST_BACKUP_BYTES } from '../../shared/ipc/backup';
import type { Cli } from '../cli';
import { misused, unreachable } from '../failures';
import { showPlan } from '../output/plan';

const EXPORT_HELP = `
Whoever has the file and its passphrase has every key, so a passphrase of the vault is asked for first: two lines on
standard input, that of the vault and that of the backup. Where the keychain guards the vault, somebody at the
screen has to agree, and only the passphrase of the backup is read.

Examples:
  spidergate backup export spidergate.age
  cat vault.txt backup.txt | spidergate backup export spidergate.age`;

const RESTORE_HELP = `
What the backup has is added, or takes the place of what is here under the same id. What only this computer has
stays, unless --replace is given. "spidergate backup undo" brings back what was there before, once.

Examples:
  spidergate backup restore spidergate-2026-11-22.age --dry-run < passphrase.txt
  spidergate backup restore spidergate-2026-11-22.age --replace`;

const OF_BACKUP = 'passphrase of the backup';

interface RestoreOptions {
  readonly replace?: boolean;
  readonly dryRun?: boolean;
}

/** Everything in one encrypted file, and back. */
export function addBackupCommands(program: Command, cli: Cli): void {
  const group = program
    .command('backup')
    .description('everything in one file under a passphrase, which is read from standard input');
  group
    .command('export <file>')
    .description('write keys, tokens, aliases and settings to a file that only the passphrase opens')
    .addHelpText('after', EXPORT_HELP)
    .action((file: string) => exportBackup(cli, file));
  group
    .command('restore <file>')
    .description('bring back what is in such a file')
    .option('--replace', 'remove what the backup does not have')
    .option('--dry-run', 'only say what would change')
    .addHelpText('after', RESTORE_HELP)
    .action((file: string, options: RestoreOptions) => restoreBackup(cli, file, options));
  group
    .command('undo')
    .description('bring back what was there before the last restore or import')
    .action(async () => {
      const state = await cli.control.call<BackupState>('POST', '/backup/undo');
      cli.print.answer(state, () => 'Undone: everything is as it was before.');
    });
}

async function exportBackup({ control, secrets, print }: Cli, file: string): Promise<void> {
  const { vault } = await control.call<Status>('GET', '/status');
  const isUnderPassphrase = vault.protection === 'passphrase';
  const body = await readPassphrases(secrets, isUnderPassphrase);
  if (!isUnderPassphrase) print.note('SpiderGate asks at the screen whether this is wanted.');
  const incoming = await control.open('/backup/export', { body });
  const content = await readWhole(incoming);
  await writeWhole(file, content);
  const unreadable = Number(incoming.headers['x-spidergate-unreadable-keys'] ?? 0);
  if (unreadable > 0)
    print.note(
      `${unreadable} of the keys could not be read and ${unreadable === 1 ? 'is' : 'are'} not in the backup.`,
    );
  print.answer({ file, bytes: content.length, unreadable_keys: unreadable }, () => `Written to ${file}.`);
}

async function readPassphrases(secrets: Cli['secrets'], ofVaultToo: boolean): Promise<BackupExportRequest> {
  if (!ofVaultToo) return { passphrase: await secrets.readNew(OF_BACKUP) };
  const [vault_passphrase, passphrase] = await secrets.readBoth('passphrase of the vault', OF_BACKUP);
  return { passphrase, vault_passphrase };
}

async function restoreBackup(cli: Cli, file: string, { replace, dryRun }: RestoreOptions): Promise<void> {
  const content = await readFile(file).catch(() => {
    throw misused(`The file ${file} cannot be read.`);
  });
  if (content.length > LARGEST_BACKUP_BYTES) throw misused(`The file ${file} is too large for a backup.`);
  const plan = await cli.control.call<RestorePlan>('POST', '/backup/restore', {
    passphrase: await cli.secrets.read(OF_BACKUP),
    file: content.toString('base64'),
    mode: replace ? 'replace' : 'merge',
    dry_run: dryRun === true,
  });
  showPlan(cli, plan);
}

async function readWhole(incoming: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  try {
    for await (const piece of incoming) pieces.push(piece);
  } catch {
    throw unreachable('SpiderGate stopped in the middle: nothing was written.');
  }
  return Buffer.concat(pieces);
}

/** Elsewhere first: a backup that is there already is replaced by a whole one only. */
async function writeWhole(file: string, content: Buffer): Promise<void> {
  const draft = `${file}.${randomBytes(4).toString('hex')}.part`;
  try {
    await writeFile(draft, content, { mode: 0o600, flag: 'wx' });
    await rename(draft, file);
  } catch {
    await rm(draft, { force: true });
    throw misused(`The file ${file} cannot be written.`);
  }
}
