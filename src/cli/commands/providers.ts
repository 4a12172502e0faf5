import type { Command } from 'commander';
import type { ProviderSummary } from '../../shared/domain/provider';
import type { Page } from '../../shared/ipc/contract';
import type { Cli } from '../cli';
import type { Column } from '../output/table';
import { showList, showOne } from './show';

const COLUMNS: readonly Column<ProviderSummary>[] = [
  { title: 'ID', of: ({ id }) => id },
  { title: 'NAME', of: ({ name }) => name },
  { title: 'ON', of: ({ enabled }) => enabled },
  { title: 'CONFIGURED', of: ({ configured }) => configured },
  { title: 'HEALTH', of: ({ health }) => health },
  { title: 'KEYS', of: ({ key_count }) => key_count, align: 'right' },
  { title: 'KIND', of: ({ kind }) => kind },
];

export function addProviderCommands(program: Command, cli: Cli): void {
  const group = program
    .command('providers')
    .description('upstream LLM services')
    .addHelpText(
      'after',
      '\nExamples:\n  spidergate providers list --configured\n  spidergate providers disable groq',
    );
  group
    .command('list')
    .description('all providers')
    .option('--configured', 'only those a request could go to')
    .action(async ({ configured }: { configured?: boolean }) => {
      const page = await cli.control.call<Page<ProviderSummary>>('GET', '/providers');
      const data = configured ? page.data.filter((provider) => provider.configured) : page.data;
      showList(cli, { ...page, data }, { columns: COLUMNS, none: 'No providers.' });
    });
  const turn = async (id: string, enabled: boolean) =>
    showOne(
      cli,
      await cli.control.call<ProviderSummary>('PATCH', `/providers/${encodeURIComponent(id)}`, { enabled }),
    );
  group
    .command('enable <id>')
    .description('let requests go there')
    .action((id: string) => turn(id, true));
  group
    .command('disable <id>')
    .description('let no request go there, from the next one on')
    .action((id: string) => turn(id, false));
}
