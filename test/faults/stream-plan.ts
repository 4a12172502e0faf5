import type { Answer, FakeToolCall } from './behaviours';
import { chunk, DEFAULT_TOKENS, modelName, tokenText, usageOf } from './chat-answer';
import type { RecordedRequest } from './fake-request';

/** One step of a stream. A plan is pure data, so that a new fault is a new step or a new order of steps. */
export type Step =
  | { readonly do: 'event'; readonly data: unknown; readonly token?: boolean }
  | { readonly do: 'text'; readonly text: string }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'stall' }
  | { readonly do: 'cut'; readonly how: 'reset' | 'end' };

const BROKEN_EVENT = 'data: {"choices":[{"index":0,"delta":{"content":"bro\n\n';

export function planStream(answer: Answer, request: RecordedRequest): readonly Step[] {
  const steps: Step[] = [];
  if (answer.errorEvent?.before !== 0)
    steps.push(event(chunk(answer, request, { role: 'assistant', content: '' })));
  if (answer.firstTokenDelayMs) steps.push({ do: 'wait', ms: answer.firstTokenDelayMs });
  steps.push(...planTokens(answer, request));
  const cut = answer.cut;
  if (cut && !cut.finish) return [...steps, { do: 'cut', how: cut.how }];
  if (answer.stallAfter !== undefined) return [...steps, { do: 'stall' }];
  steps.push(...planFinish(answer, request));
  if (cut) return [...steps, { do: 'cut', how: cut.how }];
  steps.push(...planUsage(answer, request));
  if (answer.done !== false) steps.push({ do: 'text', text: 'data: [DONE]\n\n' });
  return steps;
}

function planTokens(answer: Answer, request: RecordedRequest): readonly Step[] {
  if (answer.toolCalls)
    return answer.toolCalls.flatMap((call, index) => planToolCall(answer, request, call, index));
  const count = Math.min(countOf(answer), answer.cut?.after ?? Infinity, answer.stallAfter ?? Infinity);
  const steps: Step[] = [];
  // One string for all of them: a large stream must not be large here.
  const large = answer.tokenBytes === undefined ? null : 'x'.repeat(answer.tokenBytes);
  for (let index = 0; index < count; index++) {
    if (answer.errorEvent?.before === index) steps.push(event({ error: answer.errorEvent.error }));
    if (answer.malformedBefore?.includes(index)) steps.push({ do: 'text', text: BROKEN_EVENT });
    if (index > 0 && answer.tokenDelayMs) steps.push({ do: 'wait', ms: answer.tokenDelayMs });
    steps.push(tokenEvent(answer, request, large ?? tokenText(index), index + 1));
  }
  if (answer.hugeTokenBytes)
    steps.push(tokenEvent(answer, request, 'x'.repeat(answer.hugeTokenBytes), count + 1));
  return steps;
}

function planToolCall(
  answer: Answer,
  request: RecordedRequest,
  call: FakeToolCall,
  index: number,
): readonly Step[] {
  const head = { index, id: call.id, type: 'function', function: { name: call.name, arguments: '' } };
  const middle = Math.ceil(call.arguments.length / 2);
  const pieces = [call.arguments.slice(0, middle), call.arguments.slice(middle)].filter(
    (piece) => piece !== '',
  );
  return [
    { ...event(chunk(answer, request, { tool_calls: [head] })), token: true },
    ...pieces.map((piece) =>
      event(chunk(answer, request, { tool_calls: [{ index, function: { arguments: piece } }] })),
    ),
  ];
}

function planFinish(answer: Answer, request: RecordedRequest): readonly Step[] {
  const reason =
    answer.finishReason === undefined ? (answer.toolCalls ? 'tool_calls' : 'stop') : answer.finishReason;
  if (reason === null) return [];
  const last = chunk(answer, request, {}, reason);
  const withUsage = answer.usage === 'last-choice' || answer.usage === 'growing';
  return [event(withUsage ? { ...last, usage: usageOf(request, countOf(answer)) } : last)];
}

function planUsage(answer: Answer, request: RecordedRequest): readonly Step[] {
  const shape = answer.usage ?? 'asked';
  const asked = request.body.stream_options?.include_usage === true;
  if (shape === 'none' || shape === 'last-choice' || shape === 'growing') return [];
  if (shape === 'asked' && !asked) return [];
  const head = {
    id: 'chatcmpl-fake',
    object: 'chat.completion.chunk',
    created: 1,
    model: modelName(answer, request),
  };
  const usage = usageOf(request, countOf(answer));
  return [event(shape === 'no-choices' ? { ...head, usage } : { ...head, choices: [], usage })];
}

function tokenEvent(answer: Answer, request: RecordedRequest, content: string, soFar: number): Step {
  const data = chunk(answer, request, { content });
  return {
    do: 'event',
    token: true,
    data: answer.usage === 'growing' ? { ...data, usage: usageOf(request, soFar) } : data,
  };
}

function event(data: unknown): { readonly do: 'event'; readonly data: unknown } {
  return { do: 'event', data };
}

function countOf(answer: Answer): number {
  return answer.toolCalls ? answer.toolCalls.length : (answer.tokens ?? DEFAULT_TOKENS);
}
