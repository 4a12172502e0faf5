import type { Command } from 'commander';
import type { UsageLine, UsageReport } from '../../shared/domain/usage';
import { usageRequest } from '../../shared/ipc/usage';
import type { Cli } from '../cli';
import { addFieldOptions, type FieldOptions, readFieldValues } from '../input/field-options';
import { toQuery } from '../input/to-query';
import { formatMs, formatUsd, markSum } from '../output/format';
import { type Column, renderTable } from '../output/table';

/** A line of the report, or its last one with the sums. */
type Line = Omit<UsageLine, 'start'> & { readonly start: string };

const NUMBERS: readonly Column<Line>[] = [
  { title: 'REQUESTS', of: ({ requests }) => requests, align: 'right' },
  { title: 'FAILED', of: ({ failed }) => failed, align: 'right' },
  { title: 'REFUSED', of: ({ refused }) => refused, align: 'right' },
  { title: 'TOKENS IN', of: ({ tokens }) => tokens.input, align: 'right' },
  { title: 'OUT', of: ({ tokens }) => tokens.output, align: 'right' },
  { title: 'COST', of: showCost, align: 'right' },
  {
    title: 'SAVED',
    of: ({ saved_usd }) => `${saved_usd > 0 ? '~' : ''}${formatUsd(saved_usd)}`,
    align: 'right',
  },
  { title: 'MEDIAN', of: ({ total_ms }) => formatMs(total_ms.p50), align: 'right' },
];

const AFTER = `
A cost with ~ is partly estimated; one with + leaves out requests whose price nobody knows. What was saved is an
estimate against the alias's dearest paid slot.

Examples:
  spidergate usage --from 7d
  spidergate usage --by model --from 2026-11-01 --to 2026-12-01
  spidergate usage --by provider --bucket hour --from 24h --token ci-bot`;

export function addUsageCommand(program: Command, cli: Cli): void {
  const fields: FieldOptions = {
    schema: usageRequest,
    names: { group_by: 'by' },
    help: {
      group_by: 'one line for each of these',
      bucket: 'one line for each of these (day when left out)',
      to: 'not included',
      provider: 'only this one, by id or name',
      model: 'only this one',
      alias: 'only this one',
      token: 'only this one, by id or name',
      key: 'only this one, by id or name',
      workspace: 'only this one, by id or name',
    },
    spans: 'past',
    now: cli.now,
  };
  addFieldOptions(
    program.command('usage').description('requests, tokens and money over time').addHelpText('after', AFTER),
    fields,
  ).action(async (typed: Record<string, unknown>) => {
    const query = toQuery(readFieldValues(typed, fields));
    const report = await cli.control.call<UsageReport>('GET', `/usage${query}`);
    cli.print.answer(report, () => render(report, cli));
  });
}

function render({ data, totals, group_by, bucket }: UsageReport, { print }: Cli): string {
  if (data.length === 0) return 'Nothing was used in that time.';
  const columns: Column<Line>[] = [{ title: bucket.toUpperCase(), of: ({ start }) => start }];
  if (group_by) columns.push({ title: group_by.toUpperCase(), of: ({ group }) => group?.name ?? group?.id });
  const sum: Line = { ...totals, start: 'total', group: null };
  return renderTable([...columns, ...NUMBERS], [...data, sum], print.paint);
}

function showCost({ cost_usd, cost_estimated, cost_unknown }: Line): string {
  return markSum(formatUsd(cost_usd), cost_estimated, cost_unknown);
}
