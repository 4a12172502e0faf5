import type { MessagePort } from 'node:worker_threads';
import type { AppEvent } from '../../shared/domain/event';
import type { Shell, ShellParts } from '../bootstrap';
import type { FromCore, ToCore } from './messages';

/** Events wait this long for others: a message costs as much for ten as for one. */
const GATHER_MS = 20;

/** The shell as the core sees it: a port behind which the desktop calls services and hears events. */
export function serveShell(port: MessagePort, parts: ShellParts): Shell {
  const send = (message: FromCore) => port.postMessage(message);
  const events = gatherEvents(parts, (gathered) => send({ type: 'events', events: gathered }));
  const receive = (message: ToCore) => {
    if (message.type === 'call') void answerCall(message, parts).then(send);
    else if (message.type === 'log') parts.log[message.level](message.fields, message.message);
    else if (message.type === 'wake') parts.wake();
  };
  port.on('message', receive);
  return {
    dispose: () => {
      port.off('message', receive);
      events();
    },
  };
}

async function answerCall(call: Extract<ToCore, { type: 'call' }>, parts: ShellParts): Promise<FromCore> {
  try {
    const service: unknown = Reflect.get(parts.services, call.service);
    const method: unknown = typeof service === 'object' && service ? Reflect.get(service, call.method) : null;
    if (typeof method !== 'function') throw new Error(`no ${call.service}.${call.method}`);
    return { type: 'answer', id: call.id, ok: true, value: await Reflect.apply(method, service, call.args) };
  } catch (failure) {
    const error = parts.toApiError(failure);
    return { type: 'answer', id: call.id, ok: false, error, fields: parts.describeFailure(failure) };
  }
}

/** The last state of a request replaces the earlier ones of the same batch. */
function gatherEvents(parts: ShellParts, flush: (events: readonly AppEvent[]) => void): () => void {
  let gathered = new Map<string, AppEvent>();
  let others = 0;
  let cancel: (() => void) | null = null;
  const run = () => {
    cancel = null;
    const batch = [...gathered.values()];
    gathered = new Map();
    flush(batch);
  };
  const unsubscribe = parts.services.events.subscribe((event) => {
    others += 1;
    const name = event.type === 'request' ? event.request.id : `other ${others}`;
    gathered.delete(name);
    gathered.set(name, event);
    cancel ??= parts.after(GATHER_MS, run);
  });
  return () => {
    unsubscribe();
    cancel?.();
  };
}
