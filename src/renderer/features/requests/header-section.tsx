import type { RequestDetail } from '../../../shared/domain/request';
import { messages } from '../../lib/messages';
import type { LoadedRecording } from './use-recording';

const words = messages.requests;

interface HeaderSectionProps {
  readonly detail: RequestDetail;
  readonly recording: LoadedRecording;
}

/** What the caller was told beside the answer. Nothing in it is secret. */
export function HeaderSection({ detail, recording }: HeaderSectionProps) {
  if (detail.status === 'running' || detail.status === 'interrupted') return null;
  const headers = { ...knownHeaders(detail), ...recording.value?.answer.headers };
  return (
    <section className="flex flex-col gap-1.5">
      <h3 className="font-medium">{words.headers}</h3>
      <dl className="mono selectable flex flex-col gap-0.5 text-label">
        {Object.entries(headers).map(([name, value]) => (
          <div key={name} className="flex gap-2">
            <dt className="shrink-0 text-muted">{name}</dt>
            <dd className="min-w-0 break-all">{value}</dd>
          </div>
        ))}
      </dl>
      {recording.value === null && <p className="text-label text-muted">{words.headersKnown}</p>}
    </section>
  );
}

function knownHeaders(detail: RequestDetail): Readonly<Record<string, string>> {
  const isStream = detail.stream && detail.first_token_ms !== null;
  return {
    'content-type': isStream ? 'text/event-stream; charset=utf-8' : 'application/json; charset=utf-8',
    'x-request-id': detail.id,
    ...(detail.fallback_from === null ? {} : { 'x-spidergate-fallback-from': detail.fallback_from }),
  };
}
