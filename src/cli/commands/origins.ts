import type { Command } from 'commander';
import type { OriginEntry } from '../../shared/domain/origin';
import type { Page } from '../../shared/ipc/contract';
import { originPutRequest } from '../../shared/ipc/origins';
import type { Cli } from '../cli';
import { readFieldValues } from '../input/field-options';
import type { Column } from '../output/table';
import { showList } from './show';

const COLUMNS: readonly Column<OriginEntry>[] = [
  { title: 'ORIGIN', of: ({ origin }) => origin },
  { title: 'STATE', of: ({ state }) => state },
  { title: 'REQUESTS', of: ({ count }) => count, align: 'right' },
  { title: 'LAST SEEN', of: ({ last_seen }) => last_seen },
];

export function addOriginCommands(program: Command, cli: Cli): void {
  const group = program
    .command('origins')
    .description('web pages and apps that have tried to connect')
    .addHelpText('after', '\nExample:\n  spidergate origins allow http://localhost:3000');
  const show = (page: Page<OriginEntry>) =>
    showList(cli, page, { columns: COLUMNS, none: 'No page or app with an origin has tried to connect.' });
  const put = async (origin: string, allowed: boolean) => {
    const body = readFieldValues({}, { schema: originPutRequest, now: cli.now }, { origin, allowed });
    show(await cli.control.call<Page<OriginEntry>>('PUT', '/origins', body));
  };
  group
    .command('list')
    .description('what was allowed, and what was refused lately')
    .action(async () => show(await cli.control.call<Page<OriginEntry>>('GET', '/origins')));
  group
    .command('allow <origin>')
    .description('let a page or app connect, with a token like any other tool')
    .action((origin: string) => put(origin, true));
  group
    .command('remove <origin>')
    .description('let it connect no longer')
    .action((origin: string) => put(origin, false));
}
