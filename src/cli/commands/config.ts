import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { ChangePlan } from '../../shared/domain/change-plan';
import type { ConfigDocument } from '../../shared/ipc/config-document';
import type { Cli } from '../cli';
import { misused } from '../failures';
import { showPlan } from '../output/plan';
import { toJson } from '../output/printer';

const HELP = `
The file holds no secrets: keys are matched by provider and label, tokens by workspace and name. What the file does
not name stays, unless --replace is given; keys, tokens and workspaces always stay.

Examples:
  spidergate config export > spidergate.json
  spidergate config diff spidergate.json
  spidergate config import spidergate.json --yes`;

interface ImportOptions {
  readonly replace?: boolean;
  readonly yes?: boolean;
}

/** The configuration without secrets, for dotfiles. */
export function addConfigCommands(program: Command, cli: Cli): void {
  const group = program.command('config').description('the configuration without secrets, as JSON');
  group
    .command('export')
    .description('print it, always in the same order')
    .option('-o, --output <file>', 'write to a file instead of standard output')
    .action(async ({ output }: { output?: string }) => {
      const config = await cli.control.call<ConfigDocument>('GET', '/config/export');
      const text = `${toJson(config, 2)}\n`;
      if (output === undefined) cli.print.stdout.write(text);
      else
        await writeFile(output, text, { mode: 0o600 }).catch(() => {
          throw misused(`The file ${output} cannot be written.`);
        });
    });
  addReader(group, cli, 'diff', 'say what importing a file would change');
  addReader(
    group,
    cli,
    'import',
    'take over what a file says; without --yes only say what would change',
  ).option('--yes', 'make the changes');
}

function addReader(group: Command, cli: Cli, name: string, description: string): Command {
  return group
    .command(`${name} [file]`)
    .description(`${description}; standard input when there is no file`)
    .option('--replace', 'remove aliases, origins and custom providers that the file does not name')
    .addHelpText('after', HELP)
    .action((file: string | undefined, options: ImportOptions) => importConfig(cli, file ?? '-', options));
}

async function importConfig(cli: Cli, file: string, { replace, yes }: ImportOptions): Promise<void> {
  const body = {
    config: parse(await cli.readText(file)),
    mode: replace ? 'replace' : 'merge',
    dry_run: yes !== true,
  };
  showPlan(cli, await cli.control.call<ChangePlan>('POST', '/config/import', body));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    throw misused('What was read is not JSON.');
  }
}
