import type { RequestDetail } from '../../../shared/domain/request';
import type { RouteTrace, TraceAttempt } from '../../../shared/domain/route-trace';
import type { TestRun } from '../../../shared/domain/test-run';
import { Duration, Tokens } from '../../components/figures';
import { Mark } from '../../components/marks';
import { Monogram } from '../../components/monogram';
import { ErrorNote } from '../../components/notes';
import { useApp, useResource } from '../../lib/app-context';
import { formatMoney } from '../../lib/format';
import { messages } from '../../lib/messages';
import { nameProvider } from '../../lib/provider-name';

const words = messages.aliases.test;

/** Who answered what, and the way there. */
export function TestRunResult({ result }: { readonly result: TestRun }) {
  const { request, error } = result;
  const trace = request?.trace ?? null;
  return (
    <div className="flex flex-col gap-4" role="status">
      {error === null ? <Answer result={result} /> : <ErrorNote error={error} />}
      {request !== null && <Figures request={request} />}
      {trace !== null && <Path trace={trace} />}
    </div>
  );
}

function Answer({ result: { answer, dimensions, request } }: { readonly result: TestRun }) {
  const { replica } = useApp();
  const providers = useResource(replica.providers).value ?? [];
  const { provider = null, model = null } = request ?? {};
  const text = dimensions === null ? (answer ?? '') : words.vector(dimensions);
  return (
    <section>
      <h3 className="mb-1 flex items-center gap-2 text-table font-medium">
        {words.answer}
        {provider !== null && model !== null && (
          <span className="flex min-w-0 items-center gap-1.5 font-normal text-muted">
            <Monogram id={provider} name={nameProvider(providers, provider)} />
            <span className="truncate">{words.served(nameProvider(providers, provider), model)}</span>
          </span>
        )}
      </h3>
      <p className="selectable max-h-40 overflow-y-auto rounded-md border border-line bg-panel px-3 py-2 whitespace-pre-wrap">
        {text.trim() === '' ? <span className="text-muted">{words.emptyAnswer}</span> : text}
      </p>
    </section>
  );
}

function Figures({ request }: { readonly request: RequestDetail }) {
  return (
    <dl className="flex gap-8 text-table [&_dt]:text-label [&_dt]:text-muted">
      <div>
        <dt>{words.total}</dt>
        <dd>
          <Duration ms={request.total_ms} />
        </dd>
      </div>
      <div>
        <dt>{words.tokens}</dt>
        <dd>
          <Tokens usage={request.usage} />
        </dd>
      </div>
      <div>
        <dt>{words.cost}</dt>
        <dd className="tabular-nums">{formatMoney(request.cost_usd)}</dd>
      </div>
    </dl>
  );
}

function Path({ trace }: { readonly trace: RouteTrace }) {
  const { attempts, skipped } = trace;
  const end = Math.max(1, ...attempts.map(({ ended_ms }) => ended_ms));
  if (attempts.length === 0 && skipped.length === 0) return null;
  return (
    <section>
      <h3 className="mb-1 text-table font-medium">{words.path}</h3>
      <ol aria-label={words.steps} className="flex flex-col">
        {attempts.map((attempt) => (
          <Attempt key={attempt.index} attempt={attempt} end={end} />
        ))}
      </ol>
      {skipped.length > 0 && <Skipped skipped={skipped} />}
    </section>
  );
}

function Attempt({ attempt, end }: { readonly attempt: TraceAttempt; readonly end: number }) {
  const { replica } = useApp();
  const providers = useResource(replica.providers).value ?? [];
  const name = nameProvider(providers, attempt.provider);
  const isOk = attempt.outcome === 'ok';
  const took = attempt.ended_ms - attempt.started_ms;
  const what = messages.requests.explainOutcome(attempt.outcome, name);
  return (
    <li className="flex h-7 items-center gap-2 text-table" data-outcome={attempt.outcome}>
      <Mark tone={isOk ? 'ok' : 'bad'} />
      <span className="w-40 shrink-0 truncate" title={`${name} · ${attempt.model}`}>
        {name}
      </span>
      <span className="min-w-0 grow truncate text-muted" title={what}>
        {what}
      </span>
      <span className="relative h-1.5 w-28 shrink-0 rounded-full bg-hover" aria-hidden>
        <span
          className={`absolute h-full min-w-1 rounded-full ${isOk ? 'bg-ok' : 'bg-bad'}`}
          style={{ left: `${(attempt.started_ms / end) * 100}%`, width: `${(took / end) * 100}%` }}
        />
      </span>
      <span className="w-16 shrink-0 text-right">
        <Duration ms={took} />
      </span>
    </li>
  );
}

/** Folded away: a long chain leaves out more than anybody wants to read. */
function Skipped({ skipped }: Pick<RouteTrace, 'skipped'>) {
  const { replica } = useApp();
  const providers = useResource(replica.providers).value ?? [];
  return (
    <details className="mt-1 text-table text-muted">
      <summary className="w-fit rounded-sm">{words.leftOut(skipped.length)}</summary>
      <ul className="mt-1 flex flex-col gap-0.5 pl-4">
        {skipped.map((skip) => (
          <li key={`${skip.provider}/${skip.model}/${skip.key ?? ''}/${skip.reason}`} className="truncate">
            {nameProvider(providers, skip.provider)} <code className="mono text-faint">{skip.model}</code> ·{' '}
            {messages.requests.explainSkip(skip.reason)}
          </li>
        ))}
      </ul>
    </details>
  );
}
