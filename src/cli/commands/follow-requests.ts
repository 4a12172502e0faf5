import { createParser } from 'eventsource-parser';
import type { AppEvent } from '../../shared/domain/event';
import type { RequestSummary } from '../../shared/domain/request';
import type { RequestListRequest } from '../../shared/ipc/requests';
import type { Cli } from '../cli';
import { EXIT, notRunning } from '../failures';
import { renderRow } from '../output/table';
import { FOLLOWED_COLUMNS } from './request-columns';

/** Prints each request as it ends, until Ctrl-C. Throws when the app goes away. */
export async function followRequests(cli: Cli, filter: RequestListRequest): Promise<void> {
  const { print } = cli;
  const signal = cli.interruption();
  const parser = createParser({
    onEvent: ({ data }) => {
      const event = JSON.parse(data) as AppEvent;
      if (event.type !== 'request' || !fits(event.request, filter)) return;
      print.row(event.request, () => renderRow(FOLLOWED_COLUMNS, event.request, print.paint));
    },
  });
  try {
    const incoming = await cli.control.open('/events', { endless: true, signal });
    incoming.setEncoding('utf8');
    if (!print.isJson()) print.row(null, () => renderRow(FOLLOWED_COLUMNS, null, print.paint));
    for await (const piece of incoming) parser.feed(String(piece));
  } catch (failure) {
    if (signal.aborted) return cli.endWith(EXIT.interrupted);
    if (!isCut(failure)) throw failure;
  }
  if (signal.aborted) return cli.endWith(EXIT.interrupted);
  throw notRunning('SpiderGate has ended.');
}

function isCut(failure: unknown): boolean {
  return failure instanceof Error && 'code' in failure && failure.code === 'ECONNRESET';
}

/** The list's filters, as far as an event can tell. A request that still runs is told about again at its end. */
function fits(request: RequestSummary, filter: RequestListRequest): boolean {
  if (request.status === 'running') return false;
  const isSame = (wanted: string | undefined, found: string | null) =>
    wanted === undefined || wanted === found;
  return (
    isSame(filter.status, request.status) &&
    isSame(filter.token, request.token) &&
    isSame(filter.alias, request.alias) &&
    isSame(filter.provider, request.provider) &&
    isSame(filter.model, request.model) &&
    (request.total_ms ?? 0) >= (filter.min_latency_ms ?? 0) &&
    (request.cost_usd ?? 0) >= (filter.min_cost_usd ?? 0) &&
    contains(request, filter.q)
  );
}

function contains(request: RequestSummary, text: string | undefined): boolean {
  if (text === undefined) return true;
  const { requested, model, provider, token, error_code, id } = request;
  const wanted = text.toLowerCase();
  return [requested, model, provider, token, error_code, id].some((field) =>
    field?.toLowerCase().includes(wanted),
  );
}
