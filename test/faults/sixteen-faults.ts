import type { RequestDetail } from '../../src/shared/domain/request';
import type { FakeUpstream, World } from '../support/create-world';
import { readStream } from '../support/sse';
import { always, answer, type Behaviour, failWith, reset, silence } from './behaviours';
import { answerText } from './chat-answer';

/** How a caller asks: one JSON answer, or a stream of either safety. */
export type Mode = 'JSON' | 'live' | 'complete';
export const MODES: readonly Mode[] = ['JSON', 'live', 'complete'];

/**
 * What a caller saw. `rescued`: a whole answer; `told`: a part of one, and an error in place of `[DONE]`;
 * `refused`: an error before anything else; `lied`: a part of an answer that looks whole.
 */
export type End = 'rescued' | 'told' | 'refused' | 'lied';

export interface Fault {
  readonly name: string;
  /** What the first provider does. */
  readonly broken: readonly Behaviour[];
  /** Nobody else could answer: the place itself must be tried again. */
  readonly isAlone?: boolean;
  /** The first provider takes no connections at all. */
  readonly isDown?: boolean;
  readonly rejectsPrefill?: boolean;
  /** `rescued` where nothing else is said. */
  readonly end?: Partial<Record<Mode, End>>;
  /** The fallback has more room than the first provider. */
  readonly needsRoom?: boolean;
  readonly withinMs?: number;
}

export const TOKENS = 60;
const whole = answer({ tokens: TOKENS });
/** Ten seconds in a real alias; everything below is scaled with it. */
const FIRST_TOKEN_MS = 300;
/** The shortest that settings take; fifteen seconds in reality. */
export const STALL_MS = 1000;

const contentFilter = failWith(400, {
  message: 'The response was filtered due to the prompt triggering our content management policy.',
  code: 'content_filter',
  param: 'prompt',
});

/** Source: issue 3, point 12. */
export const SIXTEEN: readonly Fault[] = [
  {
    name: '1 429 with Retry-After, once',
    broken: [failWith(429, {}, { 'retry-after': '1' }), whole],
    isAlone: true,
  },
  { name: '2 429 for ever, without it', broken: [always(failWith(429))] },
  { name: '3 one 500', broken: [failWith(500), whole], isAlone: true },
  { name: '4 503 for ever', broken: [always(failWith(503))] },
  { name: '5 reset before headers', broken: [always(reset())] },
  { name: '6 silence', broken: [always(silence())] },
  {
    name: '7 slow first token',
    // 20 s of which 15 s are allowed, at a hundredth and a tenth: the machine of a test is slow, too.
    broken: [always(answer({ tokens: TOKENS, firstTokenDelayMs: 6000 }))],
    withinMs: 1500,
  },
  {
    name: '8 cut after 40 of 60 tokens',
    broken: [always(answer({ tokens: TOKENS, cut: { after: 40, how: 'reset' } }))],
    end: { live: 'told' },
  },
  {
    name: '9 stalled after 20 tokens',
    broken: [always(answer({ tokens: TOKENS, stallAfter: 20 }))],
    end: { live: 'told' },
  },
  {
    name: '10 a malformed event in the middle',
    broken: [always(answer({ tokens: TOKENS, malformedBefore: [30] }))],
  },
  { name: '11 no [DONE]', broken: [always(answer({ tokens: TOKENS, done: false }))] },
  {
    name: '12 context too long',
    broken: [
      always(failWith(400, { message: "This model's maximum context length is 8192 tokens.", code: null })),
    ],
    needsRoom: true,
  },
  {
    name: '13 content filter',
    broken: [always(contentFilter)],
    end: { JSON: 'refused', live: 'refused', complete: 'refused' },
  },
  {
    name: '14 cut, and the fallback rejects prefill',
    broken: [always(answer({ tokens: TOKENS, cut: { after: 40, how: 'end' } }))],
    rejectsPrefill: true,
    end: { live: 'told' },
  },
  { name: '15 provider down', broken: [], isDown: true },
  {
    name: '16 accounting after a fallback',
    broken: [always(failWith(500))],
  },
];

export interface Verdict {
  readonly end: End;
  readonly text: string;
  readonly tookMs: number;
  readonly status: number;
  readonly error: { readonly code?: string; readonly message?: string } | null;
  readonly row: RequestDetail;
  readonly broken: FakeUpstream;
  readonly good: FakeUpstream;
}

/** Lets one request meet one fault in a world that has been given short limits. */
export async function runFault(world: World, fault: Fault, mode: Mode): Promise<Verdict> {
  const broken = await addSized(world, fault.needsRoom ? 8192 : undefined);
  const good = await addSized(world, fault.needsRoom ? 131_072 : undefined, fault.rejectsPrefill);
  broken.fake.script('*', fault.broken);
  good.fake.script('*', [always(whole)]);
  if (fault.isDown) await broken.fake.refuse();
  const chain = fault.isAlone ? [broken] : [broken, good];
  const alias = await world.addAlias(chain, {
    first_token_ms: FIRST_TOKEN_MS,
    stream_safety: mode === 'complete' ? 'complete' : 'live',
  });
  const began = performance.now();
  const response = await world.post({
    model: alias,
    messages: [{ role: 'user', content: 'hello' }],
    stream: mode !== 'JSON',
  });
  const seen = await readAnswer(response, mode);
  const tookMs = performance.now() - began;
  const row = await world.request(response.headers.get('x-request-id') ?? '');
  return { ...seen, tookMs, status: response.status, row, broken, good };
}

interface JsonAnswer {
  readonly error?: { readonly code?: string; readonly message?: string };
  readonly choices?: readonly { readonly message: { readonly content: string | null } }[];
}

/** What a caller sees of an answer of `TOKENS` tokens. */
export async function readAnswer(
  response: Response,
  mode: Mode,
): Promise<Pick<Verdict, 'end' | 'text' | 'error'>> {
  if (response.status !== 200 || mode === 'JSON') {
    const { error, choices } = (await response.json()) as JsonAnswer;
    if (error) return { end: 'refused', text: '', error };
    const text = choices?.[0]?.message.content ?? '';
    return { end: text === answerText(TOKENS) ? 'rescued' : 'lied', text, error: null };
  }
  const { text, done, error } = await readStream(response);
  const isWhole = text === answerText(TOKENS) && done && !error;
  return { end: isWhole ? 'rescued' : error && !done ? 'told' : 'lied', text, error: error ?? null };
}

async function addSized(world: World, contextWindow?: number, rejectsPrefill = false): Promise<FakeUpstream> {
  const upstream = await world.addUpstream({ rejectsPrefill });
  if (contextWindow === undefined) return upstream;
  const id = `${upstream.id}-sized`;
  const models = [{ id: upstream.model, context_window: contextWindow }];
  await world.core.control.call('POST', '/providers', { id, name: id, base_url: upstream.fake.url, models });
  await world.core.control.call('POST', '/keys', { provider_name: id, api_key: `${id}-key-0001` });
  return { ...upstream, id, ref: `${id}/${upstream.model}` };
}

/** What is wrong with a verdict, in words; empty when all is as it should be. */
export function findFlaws(fault: Fault, mode: Mode, verdict: Verdict): readonly string[] {
  const flaws: string[] = [];
  const demand = (holds: boolean, flaw: string) => void (holds || flaws.push(flaw));
  const wanted = fault.end?.[mode] ?? 'rescued';
  const { row, broken, good } = verdict;
  demand(verdict.end === wanted, `ended ${verdict.end} instead of ${wanted}`);
  demand(fault.withinMs === undefined || verdict.tookMs < fault.withinMs, `took ${verdict.tookMs} ms`);
  const attempts = row.trace?.attempts ?? [];
  demand(
    attempts.every(({ outcome, cost_usd }) => outcome === 'ok' || cost_usd === 0),
    'a failed attempt was billed',
  );
  const prefilled = good.fake.chats().some(({ body }) => JSON.stringify(body.messages).includes('assistant'));
  demand(!prefilled, 'the fallback was sent a part of the answer');
  if (wanted === 'rescued') flaws.push(...findAccountingFlaws(verdict));
  if (wanted === 'told') demand(row.error_code === 'stream_interrupted', `the row says ${row.error_code}`);
  if (wanted === 'refused') {
    demand(verdict.error?.code === 'content_policy_violation', `code ${verdict.error?.code}`);
    demand(/content management policy/.test(verdict.error?.message ?? ''), 'the reason was lost');
    demand(broken.fake.chats().length === 1 && good.fake.chats().length === 0, 'it was routed around');
  }
  return flaws;
}

/** The row belongs to whoever answered, with that answer's own usage. */
function findAccountingFlaws({ row, good, broken }: Verdict): readonly string[] {
  const server = good.fake.chats().length > 0 ? good : broken;
  const flaws: string[] = [];
  if (row.status !== 'ok') flaws.push(`the row says ${row.status}`);
  if (row.provider !== server.id || row.model !== server.model) flaws.push(`the row says ${row.provider}`);
  if (row.usage?.output !== TOKENS || row.usage.estimated) flaws.push(`usage ${row.usage?.output}`);
  const last = row.trace?.attempts.find(({ outcome }) => outcome === 'ok');
  if (last?.provider !== server.id) flaws.push('the trace names another one');
  return flaws;
}

/** The table that the tests print at their end. */
export class FaultTable {
  readonly #cells = new Map<string, Map<Mode, string>>();

  note(fault: Fault, mode: Mode, { end, tookMs }: Verdict): void {
    const row = this.#cells.get(fault.name) ?? new Map<Mode, string>();
    this.#cells.set(fault.name, row.set(mode, `${end} ${Math.round(tookMs)} ms`));
  }

  toString(): string {
    const lines = SIXTEEN.map(({ name }) => {
      const row = this.#cells.get(name);
      return [name.padEnd(44), ...MODES.map((mode) => (row?.get(mode) ?? '').padEnd(18))].join('');
    });
    return ['', ['fault'.padEnd(44), ...MODES.map((mode) => mode.padEnd(18))].join(''), ...lines, ''].join(
      '\n',
    );
  }
}
