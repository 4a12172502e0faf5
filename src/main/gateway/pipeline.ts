import { authenticate, requireScope } from './auth/authenticate';
import { openRecord } from './callbacks';
import { openaiChat } from './dialects/openai-chat';
import { openaiEmbeddings } from './dialects/openai-embeddings';
import { runRoute } from './engine';
import { SpiderGateError } from './errors';
import type { GatewayCall, GatewayReply } from './gateway';
import type { GatewayPorts } from './ports';
import { type Answering, replyWith } from './reply';
import { keepAlive } from './response';
import { explainEmptyPlan, planRoute } from './task-router';

const DIALECTS = { 'openai-chat': openaiChat, 'openai-embeddings': openaiEmbeddings } as const;

/** One request, top to bottom: auth → task router → engine → callbacks → response. */
export async function answerCall(call: GatewayCall, ports: GatewayPorts): Promise<GatewayReply> {
  const arrivedAt = ports.clock.monotonic();
  let answering: Answering | null = null;
  try {
    requireOpen(ports);
    const identity = authenticate(call.credential, ports.credentials);
    requireScope(identity, 'gate:chat');
    ports.credentials.touch(identity);
    const authenticatedAt = ports.clock.monotonic();

    const dialect = DIALECTS[call.dialect];
    const request = dialect.parse(call.body, call.headers);
    const record = openRecord(
      { id: call.requestId, dialect: dialect.name, identity, request, arrivedAt, authenticatedAt },
      ports,
    );
    answering = { call, request, record, plan: null };
    const plan = planRoute({ request, identity }, ports);
    record.routed(plan);
    if (plan.candidates.length === 0) throw explainEmptyPlan(plan, ports, ports.clock.now());

    const routed = { ...answering, plan };
    const outcome = runRoute({ plan, request, dialect, signal: call.signal, arrivedAt }, ports);
    // In the same turn of the event loop, but after the upstream call has gone out: the client writes it then.
    ports.clock.soon(record.open);
    const reply = outcome.then((ended) => replyWith(ended, routed, ports));
    return request.stream ? await keepAlive(reply, ports.clock) : await reply;
  } catch (error) {
    return await refuse(error, answering);
  }
}

function requireOpen({ gate }: GatewayPorts): void {
  if (gate.isShuttingDown()) {
    throw new SpiderGateError('service_unavailable', 'SpiderGate is shutting down.', {
      headers: { 'retry-after': '5' },
    });
  }
  if (gate.isPaused()) {
    throw new SpiderGateError(
      'service_paused',
      'SpiderGate is paused. Resume it from the tray or the window.',
      {
        headers: { 'x-should-retry': 'false' },
      },
    );
  }
}

/** Any error before an attempt was made, as a reply and, where the caller is known, as a row of the log. */
async function refuse(thrown: unknown, answering: Answering | null): Promise<GatewayReply> {
  if (!(thrown instanceof SpiderGateError)) throw thrown;
  const settled = answering?.record.close({
    status: 'error',
    httpStatus: thrown.status,
    errorCode: thrown.code,
    attempts: [],
    skipped: [],
    served: null,
    usage: null,
    textLength: 0,
    firstTokenAt: null,
  });
  if (settled?.written) await settled.written;
  return { kind: 'json', status: thrown.status, headers: thrown.headers, body: thrown.toBody() };
}
