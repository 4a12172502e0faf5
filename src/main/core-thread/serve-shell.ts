import type { MessagePort } from 'node:worker_threads';
import type { Shell, ShellParts } from '../bootstrap';
import { giveMemoryBack } from '../memory/give-memory-back';
import { gatherEvents } from './gather-events';
import type { FromCore, ToCore } from './messages';

/** Of requests begun and ended; fewer leave too little behind. */
const MUCH_NEWS = 10_000;

/** The shell as the core sees it: a port behind which the desktop calls services and hears events. */
export function serveShell(port: MessagePort, parts: ShellParts): Shell {
  const send = (message: FromCore) => port.postMessage(message);
  const events = gatherEvents({
    subscribe: parts.services.events.subscribe,
    onRequest: parts.services.events.onRequest,
    after: parts.after,
    flush: (gathered) => send({ type: 'events', events: gathered }),
  });
  const memory = giveMemoryBack(MUCH_NEWS);
  const requests = parts.services.events.onRequest(memory.noteWork);
  const pages = parts.onOpenPage((url) => send({ type: 'open_page', url }));
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
      requests();
      memory.stop();
      pages();
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
