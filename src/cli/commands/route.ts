import type { Command } from 'commander';
import type { RouteExplanation } from '../../shared/domain/route-explanation';
import type { TraceSkip } from '../../shared/domain/route-trace';
import { routeExplainRequest } from '../../shared/ipc/routing';
import type { Cli } from '../cli';
import { misused } from '../failures';
import { type Column, renderDetails, renderTable } from '../output/table';
import { withWorkspaceId } from './workspaces';

type Candidate = RouteExplanation['candidates'][number];

const COLUMNS: readonly Column<Candidate>[] = [
  { title: '#', of: ({ rank }) => rank, align: 'right' },
  { title: 'PROVIDER', of: ({ provider }) => provider },
  { title: 'MODEL', of: ({ model }) => model },
  { title: 'KEY', of: ({ key }) => key },
  { title: 'HEALTH', of: ({ health }) => health },
  { title: 'QUOTA LEFT', of: ({ quota_left }) => toPercent(quota_left), align: 'right' },
  { title: 'RUNNING', of: ({ in_flight }) => in_flight, align: 'right' },
  { title: 'TIER', of: ({ tier }) => tier },
];

export const SKIP_COLUMNS: readonly Column<TraceSkip>[] = [
  { title: 'SKIPPED', of: ({ provider, model }) => `${provider}/${model}` },
  { title: 'KEY', of: ({ key }) => key },
  { title: 'WHY', of: ({ reason }) => reason },
  { title: 'UNTIL', of: ({ until }) => until },
];

export function addRouteCommands(program: Command, cli: Cli): void {
  const group = program.command('route').description('where requests go');
  group
    .command('explain <model>')
    .description('where a request for a model or alias would go now, and why not elsewhere; calls nobody')
    .option('--workspace <workspace>', 'as whom: id or name of a workspace')
    .option('--request <file>', 'the rest of the request as JSON; "-" for standard input')
    .addHelpText(
      'after',
      '\nExamples:\n  spidergate route explain spideriq/coding\n  spidergate route explain agent/chat --workspace acme --request body.json',
    )
    .action(async (model: string, { workspace, request }: { workspace?: string; request?: string }) => {
      const rest = request === undefined ? {} : parseBody(await cli.readText(request));
      const body = { ...rest, model, ...(workspace === undefined ? {} : { workspace_id: workspace }) };
      if (!routeExplainRequest.safeParse(body).success) throw misused('The model is not valid.');
      const answer = await cli.control.call<RouteExplanation>(
        'POST',
        '/route/explain',
        await withWorkspaceId(cli, body),
      );
      cli.print.answer(answer, () => render(answer, cli));
    });
}

function parseBody(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  } catch {
    // Said below, like anything else that is no object.
  }
  throw misused('The request is not a JSON object.');
}

function render(
  { candidates, skipped, error, requested, alias, first_choice }: RouteExplanation,
  { print }: Cli,
): string {
  const parts = [renderDetails({ requested, alias, 'first choice': first_choice }, print.paint)];
  if (candidates.length > 0) parts.push(renderTable(COLUMNS, candidates, print.paint));
  if (skipped.length > 0) parts.push(renderTable(SKIP_COLUMNS, skipped, print.paint));
  if (error)
    parts.push(
      renderDetails({ 'would answer': error.status, code: error.code, message: error.message }, print.paint),
    );
  return parts.join('\n\n');
}

function toPercent(share: number | null): string | null {
  return share === null ? null : `${Math.round(share * 100)} %`;
}
