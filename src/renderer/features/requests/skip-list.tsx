import type { TraceSkip } from '../../../shared/domain/route-trace';
import { ClockTime } from '../../components/times';
import { messages } from '../../lib/messages';

const words = messages.requests;

/** Places that were left out, each with its reason in three words. */
export function SkipList(props: { readonly skipped: readonly TraceSkip[] }) {
  if (props.skipped.length === 0) return null;
  return (
    <section className="flex flex-col gap-2">
      <h3 className="font-medium">
        {words.skipped} <span className="font-normal text-faint">{props.skipped.length}</span>
      </h3>
      <ul className="flex flex-col gap-1 text-table">
        {props.skipped.map((skip) => (
          <li key={`${skip.provider}/${skip.model}/${skip.key ?? ''}/${skip.reason}`} className="flex gap-2">
            <span
              className="mono min-w-0 grow truncate text-label text-muted"
              title={`${skip.provider}/${skip.model}`}
            >
              {skip.key ?? skip.provider} <span className="text-faint">{skip.model}</span>
            </span>
            <span className="shrink-0 text-muted">
              {words.explainSkip(skip.reason)}
              {skip.until !== undefined && (
                <>
                  {` · ${words.back} `}
                  <ClockTime at={skip.until} />
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
