import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { type Command, Option } from 'commander';
import type { RequestDetail, RequestSummary } from '../../shared/domain/request';
import type { TraceAttempt } from '../../shared/domain/route-trace';
import type { Page } from '../../shared/ipc/contract';
import { requestListRequest } from '../../shared/ipc/requests';
import { requestExportRequest } from '../../shared/ipc/usage';
import type { Cli } from '../cli';
import { unreachable } from '../failures';
import { addFieldOptions, type FieldOptions, readFieldValues } from '../input/field-options';
import { toQuery } from '../input/to-query';
import { formatMs } from '../output/format';
import { type Column, renderDetails, renderTable } from '../output/table';
import { followRequests } from './follow-requests';
import { REQUEST_COLUMNS, showCost } from './request-columns';
import { SKIP_COLUMNS } from './route';
import { showList } from './show';

const ATTEMPT_COLUMNS: readonly Column<TraceAttempt>[] = [
  { title: '#', of: ({ index }) => index + 1, align: 'right' },
  { title: 'PROVIDER', of: ({ provider }) => provider },
  { title: 'MODEL', of: ({ model }) => model },
  { title: 'KEY', of: ({ key }) => key },
  { title: 'OUTCOME', of: ({ outcome }) => outcome },
  { title: 'STATUS', of: ({ http_status }) => http_status, align: 'right' },
  { title: 'TIME', of: ({ started_ms, ended_ms }) => formatMs(ended_ms - started_ms), align: 'right' },
  { title: 'COST', of: showCost, align: 'right' },
];

const FILTERS = {
  names: { q: 'search' },
  help: {
    token: 'name or id of an agent token',
    alias: 'the alias that was asked for',
    provider: 'the provider that served',
    model: 'the model that served',
    key: 'label or id of the key that served',
    error_code: 'how it failed, e.g. upstream_failed',
    fallback: 'yes: the first choice did not serve it',
    recorded: 'yes: its prompt and answer are kept',
    min_latency_ms: 'took at least so long',
    max_latency_ms: 'took at most so long',
    min_first_token_ms: 'first token after at least so long',
    min_cost_usd: 'cost at least so much',
    max_cost_usd: 'cost at most so much',
    newer_than: 'the page above this request',
    q: 'part of a model, provider, token, error code, id, or of what was recorded',
    limit: 'how many (100 when left out)',
    cursor: 'where the page before has ended',
  },
  spans: 'past',
} as const;

const EXAMPLES = `
Examples:
  spidergate requests --follow
  spidergate requests list --status error --from 24h
  spidergate requests show <id>
  spidergate requests export --format jsonl --from 30d > requests.jsonl`;

export function addRequestCommands(program: Command, cli: Cli): void {
  const group = program.command('requests').description('the request log').addHelpText('after', EXAMPLES);
  addList(group, cli);
  group
    .command('show <id>')
    .description('one request with its route trace')
    .action(async (id: string) => {
      const request = await cli.control.call<RequestDetail>('GET', `/requests/${encodeURIComponent(id)}`);
      cli.print.answer(request, () => renderRequest(request, cli));
    });
  addExport(group, cli);
}

function addList(group: Command, cli: Cli): void {
  const fields: FieldOptions = { schema: requestListRequest, now: cli.now, ...FILTERS };
  addFieldOptions(group.command('list').description('newest first'), fields)
    .addOption(
      // What pages are about, and what only the log knows.
      new Option('-f, --follow', 'print each request as it ends, until Ctrl-C').conflicts([
        'cursor',
        'newerThan',
        'limit',
        'to',
        'from',
        'recorded',
      ]),
    )
    .addHelpText('after', EXAMPLES)
    .action(async (typed: Record<string, unknown>) => {
      const request = readFieldValues(typed, fields);
      if (typed.follow === true) return followRequests(cli, requestListRequest.parse(request));
      const page = await cli.control.call<Page<RequestSummary>>('GET', `/requests${toQuery(request)}`);
      showList(cli, page, { columns: REQUEST_COLUMNS, none: 'No requests.' });
      if (page.next_cursor !== null) cli.print.note(`There are more: --cursor ${page.next_cursor}`);
    });
}

function addExport(group: Command, cli: Cli): void {
  const fields: FieldOptions = { schema: requestExportRequest, now: cli.now, ...FILTERS };
  addFieldOptions(group.command('export').description('all that fit, as CSV or JSON lines'), fields)
    .option('-o, --output <file>', 'write to a file instead of standard output')
    .action(async (typed: Record<string, unknown>) => {
      const also = cli.print.isJson() && typed.format === undefined ? { format: 'jsonl' } : {};
      const incoming = await cli.control.open(
        `/requests/export${toQuery(readFieldValues(typed, fields, also))}`,
      );
      const file = typeof typed.output === 'string' ? typed.output : null;
      await pipeline(incoming, file === null ? cli.print.stdout : createWriteStream(file, { mode: 0o600 }), {
        end: file !== null,
      }).catch((failure: unknown) => {
        throw explain(failure, file);
      });
    });
}

function explain(failure: unknown, file: string | null): unknown {
  const code = failure instanceof Error && 'code' in failure ? String(failure.code) : '';
  // A reader that left is told about by the stream itself.
  if (code === 'EPIPE') return failure;
  const isOurs = file !== null && code !== 'ECONNRESET' && code !== 'ERR_STREAM_PREMATURE_CLOSE';
  return unreachable(
    isOurs
      ? `${file} cannot be written (${code}).`
      : 'SpiderGate stopped in the middle: the export is not complete.',
  );
}

function renderRequest({ trace, ...summary }: RequestDetail, { print }: Cli): string {
  const parts = [renderDetails(summary, print.paint)];
  if (trace && trace.attempts.length > 0)
    parts.push(renderTable(ATTEMPT_COLUMNS, trace.attempts, print.paint));
  if (trace && trace.skipped.length > 0) parts.push(renderTable(SKIP_COLUMNS, trace.skipped, print.paint));
  return parts.join('\n\n');
}
