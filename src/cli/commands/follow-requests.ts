import { createParser } from 'eventsource-parser';
import type { AgentToken } from '../../shared/domain/agent-token';
import type { AppEvent } from '../../shared/domain/event';
import type { ProviderKey } from '../../shared/domain/key';
import type { Page } from '../../shared/ipc/contract';
import type { RequestListRequest } from '../../shared/ipc/requests';
import type { Cli } from '../cli';
import { EXIT, notRunning } from '../failures';
import { renderRow } from '../output/table';
import { fitsFilter } from './fits-filter';
import { FOLLOWED_COLUMNS } from './request-columns';

/** Prints each request as it ends, until Ctrl-C. Throws when the app goes away. */
export async function followRequests(cli: Cli, asked: RequestListRequest): Promise<void> {
  const { print } = cli;
  const filter = await withNames(cli, asked);
  const signal = cli.interruption();
  const parser = createParser({
    onEvent: ({ data }) => {
      const event = JSON.parse(data) as AppEvent;
      // One that still runs is told about again at its end.
      if (event.type !== 'request' || event.request.status === 'running') return;
      if (!fitsFilter(event.request, filter)) return;
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

/** An event tells names only. */
async function withNames({ control }: Cli, filter: RequestListRequest): Promise<RequestListRequest> {
  const { token, key } = filter;
  const tokens =
    token === undefined ? [] : (await control.call<Page<AgentToken>>('GET', '/agent-tokens')).data;
  const keys = key === undefined ? [] : (await control.call<Page<ProviderKey>>('GET', '/keys')).data;
  const meantKey = keys.find(({ id }) => id === key);
  return {
    ...filter,
    token: tokens.find(({ id }) => id === token)?.name ?? token,
    key: meantKey ? `${meantKey.provider_name} · ${meantKey.key_label}` : key,
  };
}
