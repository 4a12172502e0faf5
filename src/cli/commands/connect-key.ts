import { setTimeout as sleep } from 'node:timers/promises';
import type { ConnectFlow } from '../../shared/domain/connect-flow';
import type { ProviderKey } from '../../shared/domain/key';
import type { Page } from '../../shared/ipc/contract';
import type { Cli } from '../cli';
import { CliFailure, EXIT } from '../failures';
import { showOne } from './show';

const ASK_AGAIN_MS = 1000;

/** Shows where to sign in, and waits for what comes of it. Ctrl-C cancels the sign-in, not the command alone. */
export async function connectKey(cli: Cli, body: Readonly<Record<string, unknown>>): Promise<void> {
  const flow = await cli.control.call<ConnectFlow>('POST', '/keys/connect', body);
  const signal = cli.interruption();
  const { print } = cli;
  print.note(
    body.open_browser === true ? 'Your browser opens this page:' : 'Open this page in your browser:',
  );
  // Machines are told too: without the page there is nothing to wait for.
  if (print.isJson()) print.row(flow, () => '');
  else print.note(`  ${flow.url}`);
  if (flow.user_code !== null) print.note(`Enter this code there: ${flow.user_code}`);
  print.note('Waiting for it. Ctrl-C cancels.');
  const end = await waitFor(cli, flow, signal);
  if (end === null) {
    await cli.control.call('DELETE', `/keys/connect/${flow.flow_id}`);
    return cli.endWith(EXIT.interrupted);
  }
  if (end.state === 'connected') return showKey(cli, end);
  throw new CliFailure(EXIT.refused, {
    message: end.error?.message ?? 'The sign-in was cancelled.',
    type: 'connect_error',
    param: null,
    code: end.error?.code ?? 'cancelled',
  });
}

/** `null`: interrupted. */
async function waitFor(cli: Cli, { flow_id }: ConnectFlow, signal: AbortSignal): Promise<ConnectFlow | null> {
  for (;;) {
    const now = await cli.control.call<ConnectFlow>('GET', `/keys/connect/${flow_id}`);
    if (now.state !== 'waiting') return now;
    try {
      await sleep(ASK_AGAIN_MS, null, { signal });
    } catch {
      return null;
    }
  }
}

async function showKey(cli: Cli, { key_id }: ConnectFlow): Promise<void> {
  const { data } = await cli.control.call<Page<ProviderKey>>('GET', '/keys');
  const key = data.find(({ id }) => id === key_id);
  if (key) showOne(cli, key);
}
