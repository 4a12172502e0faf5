import { authenticate, requireScope } from './auth/authenticate';
import { awaitPlace, waiterFor } from './await-place';
import { openRecord } from './callbacks';
import { openaiChat } from './dialects/openai-chat';
import { openaiEmbeddings } from './dialects/openai-embeddings';
import { runRoute } from './engine';
import { SpiderGateError } from './errors';
import type { GatewayCall, GatewayReply } from './gateway';
import type { GatewayPorts } from './ports';
import type { Tape } from './recorder';
import { refuseCall } from './refuse-call';
import { type Answering, replyWith } from './reply';
import { requireOpen } from './require-open';
import { keepAlive } from './response';
import type { RoutePlan } from './route';
import { tapeReply } from './tape-reply';
import { explainEmptyPlan, planRoute } from './task-router';

const DIALECTS = { 'openai-chat': openaiChat, 'openai-embeddings': openaiEmbeddings } as const;

/** One request, top to bottom: auth → task router → engine → callbacks → response. */
export async function answerCall(call: GatewayCall, ports: GatewayPorts): Promise<GatewayReply> {
  const arrivedAt = ports.clock.monotonic();
  let answering: Answering | null = null;
  let tape: Tape | null = null;
  try {
    requireOpen(ports);
    const identity = authenticate(call.credential, ports.credentials);
    requireScope(identity, 'gate:chat');
    ports.credentials.touch(identity, call.headers['user-agent']);
    const authenticatedAt = ports.clock.monotonic();

    const dialect = DIALECTS[call.dialect];
    const request = dialect.parse(call.body, call.headers, call.text);
    const permit = ports.limits.permit(identity, request);
    const facts = { id: call.requestId, dialect: dialect.name, identity, request, permit };
    const record = openRecord({ ...facts, arrivedAt, authenticatedAt }, ports);
    answering = { call, request, permit, record, plan: null };
    tape = ports.recorder.begin(call, identity);
    permit.enter();
    const question = { request, identity };
    const planAgain = () => permit.afford(planRoute(question, ports));
    const plan = planAgain();
    record.routed(plan);

    const asked = answering;
    const follow = async (route: RoutePlan): Promise<GatewayReply> => {
      if (isEmpty(route) && !call.signal.aborted) throw explainEmptyPlan(route, ports, ports.clock.now());
      record.routed(route);
      const routed = { ...asked, plan: route };
      answering = routed;
      const awaitLeftOut = waiterFor(route, question, ports);
      record.openReserved();
      const outcome = runRoute(
        {
          plan: route,
          identity,
          request,
          dialect,
          gate: permit,
          arrivedAt,
          signal: call.signal,
          awaitLeftOut,
        },
        ports,
      );
      record.open();
      return await replyWith(await outcome, routed, ports);
    };
    // Told as a reply, because a stream may have begun with comments by then.
    const refuseLate = (error: unknown) => {
      if (error instanceof SpiderGateError) return refuseCall(error, answering);
      throw error;
    };
    const wait = () => {
      record.open();
      return awaitPlace(plan, { question, planAgain, signal: call.signal }, ports).then(follow);
    };
    const answered = isEmpty(plan) ? wait().catch(refuseLate) : follow(plan);
    const taped = tape;
    const reply = taped ? answered.then((whole) => tapeReply(whole, taped)) : answered;
    return request.stream ? await keepAlive(reply, ports.clock, () => permit.headers()) : await reply;
  } catch (error) {
    return tapeReply(await refuseCall(error, answering), tape);
  }
}

function isEmpty({ candidates }: RoutePlan): boolean {
  return candidates.length === 0;
}
