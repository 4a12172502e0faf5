import type { Command } from 'commander';
import type { Status } from '../../shared/domain/status';
import { pauseRequest } from '../../shared/ipc/gateway';
import type { Cli } from '../cli';
import { addFieldOptions, type FieldOptions, readFieldValues } from '../input/field-options';
import { formatSeconds, formatUsd, markSum } from '../output/format';
import { renderDetails } from '../output/table';

/** The program as a whole: how it is, whether it answers, and its vault. */
export function addGateCommands(program: Command, cli: Cli): void {
  const tell = (status: Status) => cli.print.answer(status, () => renderStatus(status, cli));
  program
    .command('status')
    .description('how SpiderGate is')
    .action(async () => tell(await cli.control.call<Status>('GET', '/status')));
  addPause(program, cli, tell);
  program
    .command('resume')
    .description('answer tools again')
    .action(async () => tell(await cli.control.call<Status>('POST', '/resume')));
  program
    .command('unlock')
    .description('open the vault with its passphrase, which is read from standard input')
    .addHelpText(
      'after',
      '\nThe first unlock of an empty vault chooses the passphrase.\n\nExample:\n  spidergate unlock < passphrase.txt',
    )
    .action(async () => tell(await unlock(cli)));
  program
    .command('lock')
    .description(
      'lock the vault: no key is used until it is unlocked; local servers and the demo still answer',
    )
    .action(async () => tell(await cli.control.call<Status>('POST', '/vault/lock')));
  addVaultCommands(program, cli, tell);
}

function addPause(program: Command, cli: Cli, tell: (status: Status) => void): void {
  const fields: FieldOptions = {
    schema: pauseRequest,
    help: { minutes: 'resume by itself after so many, also after a restart' },
    now: cli.now,
  };
  addFieldOptions(
    program
      .command('pause')
      .description('answer no tool until it is resumed')
      .addHelpText('after', '\nExamples:\n  spidergate pause\n  spidergate pause --minutes 30'),
    fields,
  ).action(async (typed: Record<string, unknown>) =>
    tell(await cli.control.call<Status>('POST', '/pause', readFieldValues(typed, fields))),
  );
}

function addVaultCommands(program: Command, cli: Cli, tell: (status: Status) => void): void {
  const { control, secrets } = cli;
  const group = program
    .command('vault')
    .description('how the vault is guarded; passphrases are read from standard input');
  group
    .command('use-keychain')
    .description(
      'let the keychain of the system guard the vault instead of the passphrase, which is asked for',
    )
    .action(async () => {
      const passphrase = await secrets.read('passphrase');
      tell(
        await control.call<Status>('POST', '/vault/protection', { protection: 'os_keychain', passphrase }),
      );
    });
  group
    .command('use-passphrase')
    .description(
      'guard the vault with a new passphrase instead of the keychain; somebody has to agree at the screen',
    )
    .action(async () => {
      const passphrase = await secrets.readNew('new passphrase');
      tell(await control.call<Status>('POST', '/vault/protection', { protection: 'passphrase', passphrase }));
    });
  group
    .command('encrypt-again')
    .description('encrypt everything under a new data key; may be interrupted at any time')
    .action(async () => tell(await encryptAgain(cli)));
}

async function encryptAgain({ control, secrets }: Cli): Promise<Status> {
  const { vault } = await control.call<Status>('GET', '/status');
  // One that has begun goes on without asking.
  const isAsked = vault.protection === 'passphrase' && vault.rekey === null;
  const request = isAsked ? { passphrase: await secrets.read('passphrase') } : {};
  return control.call<Status>('POST', '/vault/rekey', request);
}

async function unlock({ control, secrets }: Cli): Promise<Status> {
  const { vault } = await control.call<Status>('GET', '/status');
  if (vault.protection === 'os_keychain') return control.call<Status>('POST', '/vault/unlock', {});
  const isFirst = vault.state === 'unavailable';
  const passphrase = isFirst ? await secrets.readNew('new passphrase') : await secrets.read('passphrase');
  return control.call<Status>('POST', '/vault/unlock', { passphrase });
}

function renderStatus({ version, gateway, vault, counts, uptime_s }: Status, { print }: Cli): string {
  const { spent_today_usd, saved_today_usd, cost_estimated_today, cost_unknown_today, ...others } = counts;
  return renderDetails(
    {
      version,
      state: gateway.state,
      ...(gateway.paused_until === null ? {} : { 'resumes at': gateway.paused_until }),
      ...(gateway.error === null ? {} : { error: gateway.error }),
      address: `${gateway.url}/v1`,
      vault: vault.state,
      'vault protection': vault.protection,
      ...(vault.rekey === null
        ? {}
        : { 'encrypted again': `${vault.rekey.done} of ${vault.rekey.total}, ${vault.rekey.state}` }),
      'up for': formatSeconds(uptime_s),
      ...Object.fromEntries(
        Object.entries(others).map(([name, count]) => [name.replaceAll('_', ' '), count]),
      ),
      'spent today': markSum(formatUsd(spent_today_usd), cost_estimated_today, cost_unknown_today),
      'saved today, about': formatUsd(saved_today_usd),
    },
    print.paint,
  );
}
